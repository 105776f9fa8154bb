using System.Globalization;

namespace Sim.Numerics.Weights;

/// <summary>Writes files that are either whole or not there.</summary>
internal static class WholeFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string part = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.part");
        try
        {
            using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }
}
