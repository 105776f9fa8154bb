namespace Sim.Numerics.Search;

/// <summary>Memory of one thread for one block of queries; grows and is kept.</summary>
internal sealed class SearchScratch
{
    [ThreadStatic]
    private static SearchScratch? _mine;

    private short[] _packed = [];
    private Quantised[] _quantised = [];
    private float[] _thresholds = [];
    private int[] _counts = [];
    private int[] _candidates = [];
    private float[] _upper = [];
    private float[] _lower = [];
    private float[] _sorted = [];
    private float[] _products = [];
    private ulong[] _keys = [];

    /// <summary>The calling thread's own.</summary>
    public static SearchScratch Mine => _mine ??= new SearchScratch();

    /// <summary>Whole numbers of the queries, tile by tile.</summary>
    public short[] Packed(int count) => Grown(ref _packed, count);

    /// <summary>What is known of each query.</summary>
    public Quantised[] Quantised(int count) => Grown(ref _quantised, count);

    /// <summary>For each query the largest product that enough rows are known to reach.</summary>
    public float[] Thresholds(int count) => Grown(ref _thresholds, count);

    /// <summary>How many candidates each query has.</summary>
    public int[] Counts(int count) => Grown(ref _counts, count);

    /// <summary>Candidates of each query.</summary>
    public int[] Candidates(int count) => Grown(ref _candidates, count);

    /// <summary>At least the product of each candidate.</summary>
    public float[] Upper(int count) => Grown(ref _upper, count);

    /// <summary>At most the product of each candidate.</summary>
    public float[] Lower(int count) => Grown(ref _lower, count);

    /// <summary>For partial sorting.</summary>
    public float[] Sorted(int count) => Grown(ref _sorted, count);

    /// <summary>Products in single precision.</summary>
    public float[] Products(int count) => Grown(ref _products, count);

    /// <summary>For sorting.</summary>
    public ulong[] Keys(int count) => Grown(ref _keys, count);

    private static T[] Grown<T>(ref T[] array, int count) => array.Length >= count ? array : array = new T[count];
}
