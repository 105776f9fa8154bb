using System.Security.Cryptography;

namespace Sim.Host.Planning;

/// <summary>Hashes of input files.</summary>
internal static class FileHash
{
    /// <summary>SHA-256 of a file in lower-case hexadecimal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name for messages.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static string Of(string path, string name)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read this input: {e.Message}", name, inner: e);
        }
    }
}
