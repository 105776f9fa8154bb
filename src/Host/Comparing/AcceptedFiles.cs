using Sim.Reports.Comparing;

namespace Sim.Host.Comparing;

/// <summary>Files of accepted results on disk.</summary>
internal static class AcceptedFiles
{
    /// <summary>Reads one.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="shown">As the user named it.</param>
    /// <exception cref="InputException">It cannot be read, or is wrong; with the line.</exception>
    public static IReadOnlyList<AcceptedCase> Read(string path, string shown)
    {
        try
        {
            return AcceptedFile.Read(File.ReadAllBytes(path), shown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the file of accepted results cannot be read: {e.Message}", shown, inner: e);
        }
    }
}
