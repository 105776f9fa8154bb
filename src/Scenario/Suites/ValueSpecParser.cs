using System.Globalization;

namespace Sim;

/// <summary>Recursive-descent reader of <see cref="ValueSpec"/>'s grammar. One use per text.</summary>
internal sealed class ValueSpecParser
{
    private const decimal Largest = 1e15m;
    private const decimal Smallest = 1e-15m;

    private readonly string _text;
    private readonly Setting? _place;
    private int _at;

    private ValueSpecParser(string text, Setting? place)
    {
        _text = text;
        _place = place;
        if (text.Length > ValueSpec.MaxLength)
        {
            throw Error(1, string.Create(CultureInfo.InvariantCulture, $"a text of {text.Length} characters"), string.Create(CultureInfo.InvariantCulture, $"at most {ValueSpec.MaxLength}"));
        }
    }

    public static Quantity Single(string text, Setting? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new ValueSpecParser(text, place);
        parser.SkipSpace();
        var number = parser.Number();
        var unit = parser.OptionalUnit();
        parser.SkipSpace();
        return parser._at < text.Length
            ? throw parser.Error(parser._at, parser.Rest(), "the end: one number with its unit")
            : new Quantity(number.Value, unit ?? Unit.One);
    }

    public static ValueSpec Parse(string text, Setting? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ValueSpecParser(text, place).Spec();
    }

    private ValueSpec Spec()
    {
        var parts = new List<Part>();
        while (true)
        {
            SkipSpace();
            parts.Add(NextPart());
            SkipSpace();
            if (_at == _text.Length)
            {
                break;
            }

            if (_text[_at] != '|')
            {
                throw Error(_at, Rest(), parts[^1].Word is null ? "'|', '..', 'step', a unit or the end" : "'|' or the end");
            }

            _at++;
        }

        var lastUnit = parts[^1].Unit;
        var values = new List<ParameterValue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool lacksLastUnit = lastUnit is null && parts.Any(p => p.Unit is not null);
        Part? first = null;
        foreach (var part in parts)
        {
            first ??= part;
            if ((part.Word is null) != (first.Word is null))
            {
                throw Error(part.At, part.Word is null ? "a number" : $"the word '{part.Word}'", first.Word is null ? "numbers only, as at the start" : "words only, as at the start");
            }

            if (part.Word is { } word)
            {
                Add(values, seen, ParameterValue.Of(word), part.At);
                continue;
            }

            if (part.Unit is null && lacksLastUnit)
            {
                throw Error(parts[^1].At, "a last value without a unit", "a unit there; it applies to every value without one");
            }

            var unit = part.Unit ?? lastUnit ?? Unit.One;
            var firstUnit = first.Unit ?? lastUnit ?? Unit.One;
            if (unit.Dimension != firstUnit.Dimension)
            {
                throw Error(part.At, $"a value in {unit.Symbol}", $"the same kind of unit as {firstUnit.Symbol} before");
            }

            if (part.High is null)
            {
                Add(values, seen, ParameterValue.Of(new Quantity(part.Low, unit)), part.At);
            }
            else if (part.High is { } high && part.Step is null)
            {
                return parts.Count == 1
                    ? new ValueSpec(_text, [], new Quantity(part.Low, unit), new Quantity(high, unit), _place)
                    : throw Error(part.At, "a range without a step in a list", "a step: 10..50 km/h step 5 km/h");
            }
            else
            {
                AddSteps(values, seen, part, unit);
            }
        }

        return new ValueSpec(_text, values, null, null, _place);
    }

    private void AddSteps(List<ParameterValue> values, HashSet<string> seen, Part part, Unit unit)
    {
        decimal low = part.Low, high = part.High!.Value;
        decimal step = part.StepUnit is { } stepUnit && stepUnit != unit ? Convert(part.Step!.Value, stepUnit, unit, part.StepAt) : part.Step!.Value;
        if (step <= 0)
        {
            throw Error(part.StepAt, "a step that is not positive", "a positive step");
        }

        if ((high - low) / step >= ValueSpec.MaxValues)
        {
            throw Error(part.StepAt, "a step that gives too many values", string.Create(CultureInfo.InvariantCulture, $"at most {ValueSpec.MaxValues} values; write a larger step"));
        }

        for (int i = 0; low + i * step <= high; i++)
        {
            Add(values, seen, ParameterValue.Of(new Quantity(low + i * step, unit)), part.At);
        }
    }

    private decimal Convert(decimal number, Unit from, Unit to, int at)
    {
        if (from.Dimension != to.Dimension)
        {
            throw Error(at, $"a step in {from.Symbol}", $"the same kind of unit as the range's {to.Symbol}");
        }

        if (from.IsExact && to.IsExact)
        {
            decimal numerator = (decimal)from.Multiply * (decimal)to.Divide, denominator = (decimal)from.Divide * (decimal)to.Multiply;
            decimal result = number * numerator / denominator;
            if (result * denominator == number * numerator)
            {
                return result;
            }
        }

        throw Error(at, $"a step in {from.Symbol} that is no exact number of {to.Symbol}", $"the step in {to.Symbol}");
    }

    private void Add(List<ParameterValue> values, HashSet<string> seen, ParameterValue value, int at)
    {
        if (!seen.Add(value.Text))
        {
            throw Error(at, $"'{value.Text}' a second time", "each value once");
        }

        if (values.Count == ValueSpec.MaxValues)
        {
            throw Error(at, "too many values", string.Create(CultureInfo.InvariantCulture, $"at most {ValueSpec.MaxValues}"));
        }

        values.Add(value);
    }

    private Part NextPart()
    {
        int at = _at;
        if (_at < _text.Length && (char.IsLetter(_text[_at]) || _text[_at] == '_'))
        {
            return new Part { At = at, Word = Word() };
        }

        var low = Number();
        int unitAt = _at;
        var lowUnit = OptionalUnit();
        SkipSpace();
        if (!Ahead(".."))
        {
            return new Part { At = at, Low = low.Value, Unit = lowUnit };
        }

        _at += 2;
        SkipSpace();
        int highAt = _at;
        var high = Number();
        var highUnit = OptionalUnit();
        if (lowUnit is not null && lowUnit != highUnit)
        {
            throw Error(unitAt, $"{lowUnit.Symbol} at the range's start", highUnit is null ? "the unit after the range's end: 10..50 km/h" : $"{highUnit.Symbol} as at its end, or none");
        }

        if (high.Value < low.Value)
        {
            throw Error(highAt, "an end below the start", "an end of at least the start");
        }

        SkipSpace();
        if (!Ahead("step"))
        {
            return new Part { At = at, Low = low.Value, High = high.Value, Unit = highUnit };
        }

        _at += 4;
        SkipSpace();
        int stepAt = _at;
        var step = Number();
        return new Part { At = at, Low = low.Value, High = high.Value, Unit = highUnit, Step = step.Value, StepUnit = OptionalUnit(), StepAt = stepAt };
    }

    private string Word()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] != '|')
        {
            char c = _text[_at];
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '_' or '-' or '.' or '/' or ':' or '+' or '(' or ')' or '\'' or ','))
            {
                throw Error(_at, $"'{c}' in a word", "letters, digits, spaces and _ - . / : + ( ) ,");
            }

            _at++;
        }

        string word = _text[start.._at].TrimEnd();
        return word.Length <= 256 ? word : throw Error(start, "a word of more than 256 characters", "a shorter one");
    }

    private (decimal Value, int At) Number()
    {
        int start = _at, i = _at;
        if (i < _text.Length && _text[i] is '+' or '-' or '−')
        {
            i++;
        }

        int digits = i;
        i = Digits(i);
        int count = i - digits;
        if (i + 1 < _text.Length && _text[i] == '.' && char.IsAsciiDigit(_text[i + 1]))
        {
            int end = Digits(i + 1);
            count += end - i - 1;
            i = end;
        }

        if (count == 0)
        {
            throw Error(start, Rest(), "a number, or a word that begins with a letter");
        }

        if (i < _text.Length && _text[i] is 'e' or 'E')
        {
            int exponent = i + 1 < _text.Length && _text[i + 1] is '+' or '-' ? i + 2 : i + 1;
            int end = Digits(exponent);
            i = end > exponent ? end : i;
        }

        string number = _text[start..i].Replace('−', '-');
        _at = i;
        if (number.Length > 40 || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double rough)
            || (rough != 0 && (Math.Abs(rough) < (double)Smallest || Math.Abs(rough) > (double)Largest))
            || !decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
        {
            throw Error(start, $"the number {(number.Length > 40 ? number[..40] + "…" : number)}", "0, or a number of magnitude 1e-15 to 1e15 and at most 40 characters");
        }

        return (value == 0 ? 0 : value, start);
    }

    private int Digits(int i)
    {
        while (i < _text.Length && char.IsAsciiDigit(_text[i]))
        {
            i++;
        }

        return i;
    }

    private Unit? OptionalUnit()
    {
        int start = _at;
        while (start < _text.Length && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        int end = start;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] != '|' && !(_text[end] == '.' && end + 1 < _text.Length && _text[end + 1] == '.'))
        {
            end++;
        }

        string symbol = _text[start..end];
        if (symbol.Length == 0 || symbol == "step")
        {
            return null;
        }

        if (Unit.Find(symbol) is { } unit)
        {
            _at = end;
            return unit;
        }

        string shown = symbol.Length > 24 ? symbol[..24] + "…" : symbol;
        throw Error(start, $"'{shown}'", $"a unit; {Unit.Hint(symbol)}");
    }

    private bool Ahead(string word) => string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0;

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private string Rest()
    {
        if (_at >= _text.Length)
        {
            return "the end";
        }

        string rest = _text[_at..];
        return rest.Length > 24 ? $"'{rest[..24]}…'" : $"'{rest}'";
    }

    private InputException Error(int at, string found, string expected)
    {
        string shown = _text.Length > 60 ? _text[..60] + "…" : _text;
        string message = string.Create(CultureInfo.InvariantCulture, $"'{shown}', character {at + 1}: found {found}, expected {expected}");
        return _place?.Error(message) ?? new InputException(message, null, 0, at + 1);
    }

    private sealed class Part
    {
        public int At { get; init; }

        public string? Word { get; init; }

        public decimal Low { get; init; }

        public decimal? High { get; init; }

        public Unit? Unit { get; init; }

        public decimal? Step { get; init; }

        public Unit? StepUnit { get; init; }

        public int StepAt { get; init; }
    }
}
