namespace Sim;

/// <summary>
/// A generator's answer for a key from which no scenario can be made although nothing is broken: a log in which nothing moves, a file without a
/// planning problem. The case ends as <see cref="CaseStatus.Refused"/> with the reason; an input that is wrong is an <see cref="InputException"/>.
/// </summary>
public sealed class RefusedException : Exception
{
    /// <summary>Creates the answer.</summary>
    /// <param name="reason">Why there is no scenario and what to do. Control characters are replaced.</param>
    /// <param name="file">File or source name as the user wrote it, or null when there is none.</param>
    /// <param name="inner">The cause, if any.</param>
    public RefusedException(string reason, string? file = null, Exception? inner = null)
        : base(new InputException(reason, file).Message, inner)
    {
    }
}
