using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>The expression of a condition. Not thread-safe; a look allocates nothing.</summary>
internal abstract class ConditionTest
{
    // Equal within this, and greater or less only beyond it: sums of steps do not decide.
    private const double Tiny = 1e-6;

    public abstract bool IsTrue();

    public virtual void Reset()
    {
    }

    public static bool Compare(double a, double b, ValueRule rule) => rule switch
    {
        ValueRule.GreaterThan => a > b + Tiny,
        ValueRule.GreaterOrEqual => a >= b - Tiny,
        ValueRule.LessThan => a < b - Tiny,
        ValueRule.LessOrEqual => a <= b + Tiny,
        ValueRule.EqualTo => Math.Abs(a - b) < Tiny,
        _ => !(Math.Abs(a - b) < Tiny),
    };

    public static bool Compare(int order, ValueRule rule) => rule switch
    {
        ValueRule.GreaterThan => order > 0,
        ValueRule.GreaterOrEqual => order >= 0,
        ValueRule.LessThan => order < 0,
        ValueRule.LessOrEqual => order <= 0,
        ValueRule.EqualTo => order == 0,
        _ => order != 0,
    };
}
