namespace Sim.Numerics.Tensors;

/// <summary>The backends there are.</summary>
public static class Backends
{
    private static volatile IBackend _default = ManagedBackend.Instance;

    /// <summary>The one that every product goes through; the managed one unless a program sets another when it starts.</summary>
    public static IBackend Default
    {
        get => _default;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _default = value;
        }
    }

    /// <summary>Our own kernels: everywhere, and the same bits for any number of threads.</summary>
    public static IBackend Managed => ManagedBackend.Instance;

    /// <summary>OpenBLAS, or null where its library is not installed.</summary>
    public static IBackend? OpenBlas => OpenBlasBackend.Instance;

    /// <summary>A backend by its name.</summary>
    /// <param name="name"><c>managed</c> or <c>openblas</c>.</param>
    /// <returns>The backend, or null where there is none of this name on this machine.</returns>
    public static IBackend? Find(string name) => name switch
    {
        "managed" => Managed,
        "openblas" => OpenBlas,
        _ => null,
    };
}
