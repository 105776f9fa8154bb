using System.Text.Json;

namespace Sim.Host.Store;

/// <summary>Reads run.json and sim.lock.json.</summary>
internal static class IdentityFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">Absent or damaged.</exception>
    public static RunIdentity Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SimJson.Default.RunIdentity)
                ?? throw new InputException("found null, expected the identity of a run", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"not a readable identity of a run: {e.Message}", path, inner: e);
        }
    }
}
