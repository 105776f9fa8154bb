namespace Sim.Plugins.Sumo.Traci;

/// <summary>The statuses and contents of an answer, command by command in the order of the message.</summary>
internal static class TraciAnswer
{
    /// <summary>Reads the status of a command and refuses with the server's words.</summary>
    /// <param name="answer">The answer, at a status.</param>
    /// <param name="command">The command's id.</param>
    /// <param name="what">What was asked, for the message.</param>
    /// <exception cref="TraciException">A refusal, or no such status.</exception>
    public static void Require(ref TraciReader answer, byte command, string what)
    {
        if (Refusal(ref answer, command) is { } refusal)
        {
            throw new TraciException($"SUMO refused {what}: {refusal}", isLost: false);
        }
    }

    /// <summary>Reads the status of a command; null when it was done, else the server's words.</summary>
    /// <exception cref="TraciException">No such status.</exception>
    public static string? Refusal(ref TraciReader answer, byte command)
    {
        var status = answer.Command(out byte id);
        if (id != command)
        {
            throw TraciReader.Broken($"the status of command 0x{id:x2} where 0x{command:x2} was expected");
        }

        byte result = status.Byte();
        string words = Shown(status.Utf8());
        return result switch
        {
            0x00 => null,
            0x01 => words.Length > 0 ? words : "not implemented",
            0xFF => words.Length > 0 ? words : "no reason given",
            _ => throw TraciReader.Broken($"a status 0x{result:x2}"),
        };
    }

    // What a peer says is shown, so it is cut and freed of control characters.
    private static string Shown(ReadOnlySpan<byte> words)
    {
        string text = System.Text.Encoding.UTF8.GetString(words[..Math.Min(words.Length, 500)]);
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim().TrimEnd('.');
    }
}
