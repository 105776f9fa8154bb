using System.Text;
using System.Text.Json;
using Sim.Host.Drivers;

namespace Sim.Host.Running;

/// <summary>
/// Keeps the values of secrets out of what is written: modules resolve <c>${secret:NAME}</c> late, and an error message of theirs may repeat it.
/// Thread-safe.
/// </summary>
internal sealed class SecretMask
{
    private const string Open = "${secret:";
    private readonly string[] _values;

    private SecretMask(IEnumerable<string> values) => _values = [.. values.OrderByDescending(v => v.Length).ThenBy(v => v, StringComparer.Ordinal)];

    /// <summary>Masks nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>Knows the secrets that suites name.</summary>
    /// <param name="suites">The suites.</param>
    /// <param name="lookup">Finds a secret by name, or null.</param>
    public static SecretMask Of(IEnumerable<Suite> suites, Func<string, string?> lookup)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var suite in suites)
        {
            Collect(suite.Driver.Options, names);
            Collect(suite.Simulator.Options, names);
            foreach (var setting in suite.Assess.Select(a => a.Options).Concat(suite.Cases.Select(c => c.From)).Concat(suite.Cases.Select(c => c.Driver?.Options).OfType<Setting>()))
            {
                Collect(setting, names);
            }
        }

        return new SecretMask(names.Select(lookup).OfType<string>().Where(v => v.Length > 0));
    }

    /// <summary>The text without the values.</summary>
    public string Apply(string text)
    {
        foreach (string value in _values)
        {
            text = text.Replace(value, "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Output of a process without the values.</summary>
    public byte[] Apply(byte[] output)
    {
        // Latin-1 keeps every byte as it is.
        string text = Encoding.Latin1.GetString(output);
        string masked = _values.Aggregate(text, (all, value) => all.Replace(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value)), "***", StringComparison.Ordinal));
        return ReferenceEquals(text, masked) ? output : Encoding.Latin1.GetBytes(masked);
    }

    /// <summary>The result without the values, wherever a module may have put them.</summary>
    public CaseResult Apply(CaseResult result)
    {
        if (_values.Length == 0)
        {
            return result;
        }

        string json = JsonSerializer.Serialize(result, SimJson.Default.CaseResult);
        string masked = _values.Aggregate(json, (text, value) => text.Replace(JsonEncodedText.Encode(value).ToString(), "***", StringComparison.Ordinal));
        return masked == json ? result : JsonSerializer.Deserialize(masked, SimJson.Default.CaseResult)!;
    }

    /// <summary>Runs something whose error messages must not show the values.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InputException e) when (Apply(e.Message) != e.Message)
        {
            throw new InputException(Apply(e.Detail), e.File is null ? null : Apply(e.File), e.Line, e.Column);
        }
        catch (RefusedException e) when (Apply(e.Message) != e.Message)
        {
            throw new RefusedException(Apply(e.Message));
        }
        catch (PeerException e) when (Apply(e.Message) != e.Message)
        {
            throw new PeerException(Apply(e.Message));
        }
        catch (Exception e) when (e is not (InputException or RefusedException or PeerException or OperationCanceledException) && Apply(e.Message) != e.Message)
        {
            throw new InvalidOperationException($"{e.GetType().Name}: {Apply(e.Message)}");
        }
    }

    /// <summary>The recording without the values in the texts of its events and of the driver's debug output; a debug entry whose name holds one is left out.</summary>
    public Recording Apply(Recording recording)
    {
        if (_values.Length == 0)
        {
            return recording;
        }

        if (!recording.Events.All(e => Apply(e.Text) == e.Text))
        {
            recording = recording with { Events = [.. recording.Events.Select(e => e with { Text = Apply(e.Text) })] };
        }

        return recording.Answers.All(a => a.Answer.Debug is null)
            ? recording
            : recording with { Answers = [.. recording.Answers.Select(a => a.Answer.Debug is { } debug ? a with { Answer = a.Answer with { Debug = Apply(debug) } } : a)] };
    }

    private DriverDebug Apply(DriverDebug debug) => new()
    {
        Signals = [.. debug.Signals.Where(s => Apply(s.Name) == s.Name)],
        Candidates = [.. debug.Candidates.Where(c => Apply(c.Name) == c.Name)],
        Texts = [.. debug.Texts.Where(t => Apply(t.Name) == t.Name).Select(t => t with { Text = Cut(Apply(t.Text)) })],
    };

    // A mask may be longer than what it hides; the replay must not find the text too long.
    private static string Cut(string text)
    {
        if (text.Length <= DriverDebug.MaxTextLength)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[DriverDebug.MaxTextLength - 1]) ? DriverDebug.MaxTextLength - 1 : DriverDebug.MaxTextLength;
        return text[..end];
    }

    private static void Collect(Setting setting, HashSet<string> names)
    {
        for (int at = setting.Text.IndexOf(Open, StringComparison.Ordinal); at >= 0; at = setting.Text.IndexOf(Open, at + 1, StringComparison.Ordinal))
        {
            int end = setting.Text.IndexOf('}', at);
            if (end > 0)
            {
                names.Add(setting.Text[(at + Open.Length)..end]);
            }
        }

        foreach (var item in setting.Items)
        {
            Collect(item, names);
        }

        foreach (var entry in setting.Entries)
        {
            Collect(entry.Value, names);
        }
    }
}
