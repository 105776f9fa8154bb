namespace Sim.Rpc.Services;

/// <summary>Bounds on what a peer may send, checked before anything is built from it. Sizes in bytes are bounded by the transport.</summary>
public static class ContractLimits
{
    /// <summary>Longest id, characters.</summary>
    public const int IdLength = 256;

    /// <summary>Longest sentence or name, characters.</summary>
    public const int TextLength = 4096;

    /// <summary>Longest free text (a licence, a projection, an option as JSON), characters.</summary>
    public const int LongTextLength = 1 << 20;

    /// <summary>Most actors of a scenario.</summary>
    public const int Actors = 100_000;

    /// <summary>Most traffic lights of a map.</summary>
    public const int Signals = 100_000;

    /// <summary>Most objects of one kind in a map, and most ids in a list.</summary>
    public const int MapItems = 1_000_000;

    /// <summary>Most states in a log of the ego.</summary>
    public const int LogStates = 1_000_000;

    /// <summary>Most metrics, evidence, inputs or goals in one message.</summary>
    public const int ListItems = 10_000;

    /// <summary>Most samples in the series of a metric.</summary>
    public const int Samples = 1_000_000;

    /// <summary>Deepest nesting of options.</summary>
    public const int OptionsDepth = 64;

    /// <summary>Largest content of a stream of pieces (a recording, a map with its scenario), bytes.</summary>
    public const long StreamBytes = 512L << 20;

    /// <summary>Largest piece of such a stream, bytes.</summary>
    public const int PieceBytes = 1 << 20;
}
