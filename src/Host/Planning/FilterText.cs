using Sim.Formats.Yaml;

namespace Sim.Host.Planning;

/// <summary>Reads <c>--filter</c>: the same terms as a suite's <c>where</c>.</summary>
internal static class FilterText
{
    private const int MaxLength = 4096;

    /// <summary>The terms of an expression such as "family = ncap-ccrs and odd.light != night".</summary>
    /// <exception cref="InputException">Not such an expression.</exception>
    public static IReadOnlyList<CaseFilter> Parse(string text)
    {
        try
        {
            return text.Length <= MaxLength
                ? SuiteFile.ParseFilter(text)
                : throw new InputException($"the expression is {text.Length} characters long; at most {MaxLength} are allowed");
        }
        catch (InputException e)
        {
            throw new InputException($"--filter: {e.Detail}", inner: e);
        }
    }
}
