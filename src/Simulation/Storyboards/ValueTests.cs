using System.Globalization;
using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Simulated time.</summary>
internal sealed class TimeTest(StoryEngine engine, double valueS, ValueRule rule) : ConditionTest
{
    public override bool IsTrue() => Compare(engine.TimeS, valueS, rule);
}

/// <summary>Time of day: that of the environment at the start, running on when it says so.</summary>
internal sealed class TimeOfDayTest(StoryEngine engine, DateTimeOffset value, ValueRule rule) : ConditionTest
{
    public override bool IsTrue() => engine.TimeOfDay is { } now && Compare(now.UtcTicks.CompareTo(value.UtcTicks), rule);
}

/// <summary>A parameter or variable: compared as numbers when both sides are, else as text by code units.</summary>
internal sealed class ValueTest(StoryValue current, string value, ValueRule rule) : ConditionTest
{
    private readonly double? _number = StoryValue.Number(value);

    public override bool IsTrue() => current.AsNumber is { } now && _number is { } number
        ? Compare(now, number, rule)
        : Compare(string.CompareOrdinal(current.Text, value), rule);
}

/// <summary>A parameter or variable at run time.</summary>
internal sealed class StoryValue(StoryboardValue declared)
{
    public string Name { get; } = declared.Name;

    public string Text { get; private set; } = declared.Value;

    public double? AsNumber { get; private set; } = Number(declared.Value);

    public void Set(string text) => (Text, AsNumber) = (text, Number(text));

    public void Set(double number)
    {
        bool whole = declared.Type is StoryboardValueType.Whole or StoryboardValueType.WholeUnsigned or StoryboardValueType.WholeShort;
        number = whole ? Math.Round(number) : number;
        (Text, AsNumber) = (number.ToString("R", CultureInfo.InvariantCulture), number);
    }

    public void Reset() => Set(declared.Value);

    public static double? Number(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null,
    };
}

/// <summary>What a traffic light shows.</summary>
internal sealed class SignalTest(StoryLights lights, int light, string text, SignalState? state) : ConditionTest
{
    public override bool IsTrue() => lights.Shows(light, text, state);
}

/// <summary>The phase of a programme of lights.</summary>
internal sealed class PhaseTest(StoryLights lights, int programme, int phase) : ConditionTest
{
    public override bool IsTrue() => lights.Phase(programme) == phase;
}

/// <summary>State or transition of elements: also one that was passed since the last look.</summary>
internal sealed class StateTest(StoryboardElementState state) : ConditionTest
{
    private StoryElement[] _elements = [];
    private int[] _seen = [];

    /// <summary>The elements that the name means; none: never true.</summary>
    public void Bind(StoryElement[] elements)
    {
        _elements = elements;
        _seen = new int[elements.Length];
    }

    public override bool IsTrue()
    {
        bool any = false;
        for (int i = 0; i < _elements.Length; i++)
        {
            int count = Count(_elements[i]);
            any |= count > _seen[i] || Is(_elements[i].State);
            _seen[i] = count;
        }

        return any;
    }

    // What happened before a trigger begins anew is past.
    public override void Reset()
    {
        for (int i = 0; i < _elements.Length; i++)
        {
            _seen[i] = Count(_elements[i]);
        }
    }

    private int Count(StoryElement element) => state switch
    {
        StoryboardElementState.StandbyState => element.Entered(ElementState.Standby),
        StoryboardElementState.RunningState => element.Entered(ElementState.Running),
        StoryboardElementState.CompleteState => element.Entered(ElementState.Complete),
        StoryboardElementState.StartTransition => element.Made(StoryTransitionKind.Start),
        StoryboardElementState.EndTransition => element.Made(StoryTransitionKind.End),
        StoryboardElementState.StopTransition => element.Made(StoryTransitionKind.Stop),
        _ => element.Made(StoryTransitionKind.Skip),
    };

    private bool Is(ElementState now) => state switch
    {
        StoryboardElementState.StandbyState => now == ElementState.Standby,
        StoryboardElementState.RunningState => now == ElementState.Running,
        StoryboardElementState.CompleteState => now == ElementState.Complete,
        _ => false,
    };
}
