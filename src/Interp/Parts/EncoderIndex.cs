using Sim.Numerics.Gradients;
using Sim.Numerics.Search;

namespace Sim.Interp;

/// <summary>The index in which the largest codes are found, over a model's encoder or over one that is derived from it, such as with the decoder's norms folded in.</summary>
/// <remarks>Asking is safe from several threads while nobody changes parameters.</remarks>
internal sealed class EncoderIndex
{
    private readonly Lock _lock = new();
    private readonly Variable _encoder;
    private volatile bool _stale;

    /// <summary>Makes an index.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="derived">Whether what is searched is another matrix of the same shape.</param>
    public EncoderIndex(Variable encoder, bool derived)
    {
        _encoder = encoder;
        Rows = new InnerProductIndex(derived ? encoder.Value.Copy() : encoder.Value);
        _stale = derived;
    }

    /// <summary>What <see cref="Searched"/> brings up to date.</summary>
    public InnerProductIndex Rows { get; }

    /// <summary>Says that a parameter was changed.</summary>
    public void Changed() => _stale = true;

    /// <summary>The matrix as the variable whose rows the index holds; gradients flow to what was given.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="encoder">The encoder, or what was derived from it: always the same for the same parameters.</param>
    public Variable Searched(Tape tape, Variable encoder)
    {
        if (_stale)
        {
            lock (_lock)
            {
                if (_stale)
                {
                    if (!ReferenceEquals(encoder, _encoder))
                    {
                        Rows.Rows.CopyFrom(encoder.Value);
                    }

                    Rows.Refresh();
                    _stale = false;
                }
            }
        }

        return ReferenceEquals(encoder, _encoder) ? encoder : tape.Record(Rows.Rows, encoder.AddGradient, encoder);
    }
}
