namespace Sim.Host.Running;

/// <summary>Turns exceptions into one line for results: no stack traces, no memory addresses, so that equal failures have equal bytes.</summary>
internal static class Reasons
{
    private const int MaxLength = 500;

    /// <summary>One line.</summary>
    public static string Of(Exception exception)
    {
        string text = exception is InputException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
        text = text.ReplaceLineEndings(" ");
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }
}
