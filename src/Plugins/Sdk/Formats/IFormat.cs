namespace Sim.Plugins.Sdk;

/// <summary>Reads or writes an outside format. Thread-safe.</summary>
public interface IFormat : IModule
{
    /// <summary>File name endings it claims, lower case with dot (".xodr").</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>True when it can write.</summary>
    bool CanWrite { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="content">Bytes of the file.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Not such a file; names the place.</exception>
    FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken);

    /// <summary>Writes content.</summary>
    /// <exception cref="InputException">This format cannot hold the content; says what.</exception>
    void Write(FormatContent content, Stream output, CancellationToken cancellationToken);
}
