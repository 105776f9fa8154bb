using System.Text;

namespace Grpc.Core;

/// <summary>One fact about an authenticated peer. Immutable.</summary>
public class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>What the fact is about.</summary>
    public string Name { get; }

    /// <summary>The fact as UTF-8 text.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>The fact as bytes; a copy.</summary>
    public byte[] ValueBytes => _value.AsSpan().ToArray();

    /// <summary>Makes a property.</summary>
    /// <param name="name">What the fact is about.</param>
    /// <param name="valueBytes">The fact.</param>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, valueBytes.AsSpan().ToArray());
    }
}
