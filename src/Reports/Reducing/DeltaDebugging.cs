namespace Sim.Reports.Reducing;

/// <summary>
/// Zeller's ddmin (criticality-and-reports §11): a part of a list for which a predicate holds, and from which no single item can be left out. At most
/// O(n²) questions, asked in an order that depends on the answers alone. Pure.
/// </summary>
internal static class DeltaDebugging
{
    /// <summary>Makes the list smaller.</summary>
    /// <param name="count">Number of items; the predicate is taken to hold for all of them.</param>
    /// <param name="holds">Whether it holds for these items (ascending indices). Whenever it does, the next questions are about parts of them.</param>
    /// <param name="ahead">Told which questions come next if the answers are no, so that several can be worked on at once.</param>
    /// <returns>What remains, ascending.</returns>
    public static IReadOnlyList<int> Minimise(int count, Func<IReadOnlyList<int>, bool> holds, Action<IReadOnlyList<IReadOnlyList<int>>> ahead)
    {
        IReadOnlyList<int> current = [.. Enumerable.Range(0, count)];
        if (count == 0 || holds([]))
        {
            return [];
        }

        int parts = 2;
        while (current.Count >= 2)
        {
            var chunks = Split(current, parts);

            // With two parts, a complement is the other part.
            var questions = parts == 2 ? chunks : [.. chunks, .. chunks.Select(c => Without(current, c))];
            int found = First(questions, holds, ahead);
            if (found >= 0)
            {
                current = questions[found];
                parts = found < chunks.Count ? 2 : Math.Max(parts - 1, 2);
            }
            else if (parts >= current.Count)
            {
                break;
            }
            else
            {
                parts = Math.Min(parts * 2, current.Count);
            }

            parts = Math.Min(parts, Math.Max(current.Count, 1));
        }

        return current;
    }

    /// <summary>Leaves out single items as long as any can go.</summary>
    /// <param name="items">Items for which the predicate holds, ascending.</param>
    /// <param name="holds">The predicate.</param>
    /// <param name="ahead">Told which questions come next.</param>
    public static IReadOnlyList<int> Sweep(IReadOnlyList<int> items, Func<IReadOnlyList<int>, bool> holds, Action<IReadOnlyList<IReadOnlyList<int>>> ahead)
    {
        while (items.Count > 0)
        {
            var questions = items.Select(i => Without(items, [i])).ToList();
            int found = First(questions, holds, ahead);
            if (found < 0)
            {
                return items;
            }

            items = questions[found];
        }

        return items;
    }

    private static int First(IReadOnlyList<IReadOnlyList<int>> questions, Func<IReadOnlyList<int>, bool> holds, Action<IReadOnlyList<IReadOnlyList<int>>> ahead)
    {
        for (int i = 0; i < questions.Count; i++)
        {
            ahead([.. questions.Skip(i)]);
            if (holds(questions[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static IReadOnlyList<IReadOnlyList<int>> Split(IReadOnlyList<int> items, int parts) =>
        [.. Enumerable.Range(0, parts).Select(p => (IReadOnlyList<int>)[.. items.Skip(p * items.Count / parts).Take((p + 1) * items.Count / parts - p * items.Count / parts)])];

    private static IReadOnlyList<int> Without(IReadOnlyList<int> items, IReadOnlyList<int> part)
    {
        var gone = part.ToHashSet();
        return [.. items.Where(i => !gone.Contains(i))];
    }
}
