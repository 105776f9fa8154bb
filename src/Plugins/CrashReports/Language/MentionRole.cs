namespace Sim.Plugins.CrashReports.Language;

/// <summary>As what an actor is mentioned.</summary>
internal enum MentionRole
{
    /// <summary>The vehicle, person or animal itself.</summary>
    Self,
    /// <summary>The driver or rider.</summary>
    Driver,
    /// <summary>A pronoun or "this vehicle".</summary>
    Pronoun,
}
