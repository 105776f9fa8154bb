namespace Sim.Plugins.CrashReports.Language;

/// <summary>Forms that one spelling of a verb can have.</summary>
[Flags]
internal enum VerbForm
{
    /// <summary>No verb.</summary>
    None = 0,
    /// <summary>"turn".</summary>
    Base = 1,
    /// <summary>"turns".</summary>
    Third = 2,
    /// <summary>"turned", "struck".</summary>
    Past = 4,
    /// <summary>"turned", "driven".</summary>
    Participle = 8,
    /// <summary>"turning".</summary>
    Ing = 16,
}
