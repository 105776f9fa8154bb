namespace Sim.Reports.Ci;

/// <summary>An outcome as an element of <c>junit.xml</c>.</summary>
/// <param name="Element"><c>failure</c>, <c>error</c>, <c>skipped</c>, <c>rerunFailure</c> …</param>
/// <param name="Type">Its type; empty for <c>skipped</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Text">Details; may be empty.</param>
internal sealed record JUnitOutcome(string Element, string Type, string Message, string Text);

/// <summary>A test case of <c>junit.xml</c>.</summary>
internal sealed record JUnitCase
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Simulated time, µs.</summary>
    public long SimulatedUs { get; init; }

    /// <summary>Null when it passed.</summary>
    public JUnitOutcome? Outcome { get; init; }

    /// <summary>Further runs of it.</summary>
    public IReadOnlyList<JUnitOutcome> Reruns { get; init; } = [];

    /// <summary>Facts, name and text.</summary>
    public IReadOnlyList<(string Name, string Value)> Properties { get; init; } = [];

    /// <summary>Files of the run folder.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>Name of the file that asks for it; empty when unknown.</summary>
    public string File { get; init; } = "";

    /// <summary>Line there; 0 when unknown.</summary>
    public int Line { get; init; }
}

/// <summary>A test suite of <c>junit.xml</c>.</summary>
/// <param name="Name">Its name, which is also the class name of its cases.</param>
/// <param name="Properties">Facts, name and text.</param>
/// <param name="Cases">Its cases.</param>
internal sealed record JUnitSuite(string Name, IReadOnlyList<(string Name, string Value)> Properties, IReadOnlyList<JUnitCase> Cases);
