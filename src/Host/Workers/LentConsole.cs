using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>In a worker: the host's console. Text goes over by lines.</summary>
internal sealed class LentConsole : ICommandConsole, IDisposable
{
    /// <summary>The console that the host lent.</summary>
    public LentConsole(Conversation conversation, ulong number)
    {
        var host = new LentObjects(conversation);
        Out = new Lines(text => host.Ask(number, nameof(Out), CancellationToken.None, ByteForm.Of(text)));
        Error = new Lines(text => host.Ask(number, nameof(Error), CancellationToken.None, ByteForm.Of(text)));
    }

    /// <inheritdoc/>
    public TextWriter Out { get; }

    /// <inheritdoc/>
    public TextWriter Error { get; }

    /// <summary>In the host: answers for the console.</summary>
    public static Target Answer(ICommandConsole console) => call =>
    {
        var writer = call.Method switch
        {
            nameof(Out) => console.Out,
            nameof(Error) => console.Error,
            _ => throw call.Unknown(),
        };
        lock (console)
        {
            writer.Write(call.Get<string>(0));
            writer.Flush();
        }

        return ByteForm.Nothing;
    };

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    private sealed class Lines(Action<string> send) : TextWriter
    {
        private const int MaxHeld = 16 << 10;
        private readonly Lock _gate = new();
        private readonly StringBuilder _held = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_gate)
            {
                _held.Append(value);
                SendIf(value == '\n');
            }
        }

        public override void Write(string? value)
        {
            lock (_gate)
            {
                _held.Append(value);
                SendIf(value?.Contains('\n', StringComparison.Ordinal) == true);
            }
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Flush()
        {
            lock (_gate)
            {
                SendIf(true);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Flush();
            }

            base.Dispose(disposing);
        }

        private void SendIf(bool now)
        {
            if (_held.Length > 0 && (now || _held.Length > MaxHeld))
            {
                string text = _held.ToString();
                _held.Clear();
                send(text);
            }
        }
    }
}
