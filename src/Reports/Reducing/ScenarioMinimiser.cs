namespace Sim.Reports.Reducing;

/// <summary>
/// Leaves out of a scenario what a failure does not need, then brings its numbers as near to the usual as the failure allows, then looks once more whether
/// anything can go. Deterministic as far as the trials are. Not thread-safe.
/// </summary>
/// <param name="original">The scenario; the failure occurs in it.</param>
/// <param name="fails">Whether the failure occurs in a scenario. Throws <see cref="TrialLimitException"/> when it may not be tried any more.</param>
/// <param name="ahead">Told which scenarios are tried next if the answers are no; they are made while it reads.</param>
internal sealed class ScenarioMinimiser(Scenario original, Func<Scenario, bool> fails, Action<IEnumerable<Scenario>> ahead)
{
    private readonly IReadOnlyList<ScenarioElement> _elements = ScenarioElements.Of(original);
    private readonly IReadOnlyList<ScenarioNumber> _candidates = ScenarioNumbers.Of(original);
    private readonly List<NumberFinding> _numbers = [];
    private Scenario _numbered = original;
    private IReadOnlyList<int> _kept = [];

    /// <summary>Searches.</summary>
    public MinimisedScenario Run()
    {
        _kept = [.. Enumerable.Range(0, _elements.Count)];
        bool complete = true;
        try
        {
            DeltaDebugging.Minimise(_elements.Count, Holds, Ahead);
            var required = _kept.Select(i => _elements[i].Name).ToHashSet(StringComparer.Ordinal);
            foreach (var number in _candidates.Where(n => n.Element is null || required.Contains(n.Element)))
            {
                Approach(number);
            }

            if (_numbers.Count > 0)
            {
                DeltaDebugging.Sweep(_kept, Holds, Ahead);
            }
        }
        catch (TrialLimitException)
        {
            complete = false;
        }

        var kept = _kept.ToHashSet();
        return new(Built(_kept), [.. _elements.Select((e, i) => new ElementFinding(e.Kind, e.Name, kept.Contains(i)))], _numbers, complete);
    }

    private Scenario Built(IReadOnlyList<int> kept) => ScenarioElements.Keep(_numbered, _elements, kept);

    // What holds is what the search goes on with, also when it is stopped later.
    private bool Holds(IReadOnlyList<int> kept)
    {
        if (!fails(Built(kept)))
        {
            return false;
        }

        _kept = kept;
        return true;
    }

    private void Ahead(IReadOnlyList<IReadOnlyList<int>> questions) => ahead(questions.Select(Built));

    private void Approach(ScenarioNumber number)
    {
        double occurs = number.Value;
        double? gone = null;
        bool Occurs(double tried)
        {
            var changed = number.With(_numbered, tried);
            if (!fails(ScenarioElements.Keep(changed, _elements, _kept)))
            {
                gone = tried;
                return false;
            }

            (_numbered, occurs) = (changed, tried);
            return true;
        }

        try
        {
            bool open = !Occurs(number.Nominal);
            while (open)
            {
                double middle = Math.Round(occurs + (gone!.Value - occurs) / 2, number.Digits);
                open = (middle - occurs) * (gone.Value - middle) > 0;
                if (open)
                {
                    Occurs(middle);
                }
            }
        }
        finally
        {
            _numbers.Add(new(number.Name, number.Unit, number.Value, occurs, number.Nominal, gone));
        }
    }
}
