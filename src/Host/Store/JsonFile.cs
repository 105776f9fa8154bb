using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sim.Host.Store;

/// <summary>Reads JSON files of a run folder.</summary>
internal static class JsonFile
{
    private const long MaxBytes = 256L << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">Its byte form.</param>
    /// <param name="what">What it should be, for messages.</param>
    /// <exception cref="InputException">Absent, too large, or not such a file; with the line where it is known.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> form, string what)
        where T : class
    {
        try
        {
            var info = new FileInfo(path);
            return info.Exists && info.Length > MaxBytes
                ? throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {info.Length} bytes; at most {MaxBytes} are read"), path)
                : SimJson.Parse(File.ReadAllBytes(path), form);
        }
        catch (JsonException e)
        {
            throw new InputException($"this is no {what}: {e.Message}", path, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), 0, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the {what} cannot be read: {e.Message}", path, inner: e);
        }
    }
}
