using System.Globalization;
using Sim.Numerics;

namespace Sim.Formats.OpenScenario;

/// <summary>
/// Arithmetic of OpenSCENARIO 1.1 and 1.2 between ${ and }: + - * / %, comparison-free logic (not, and, or), parentheses, $parameters, and the
/// functions of the standard. Recursion is bounded. Angles of the trigonometric functions are radians.
/// </summary>
internal sealed class OscExpression(string text, Func<string, string?> parameters)
{
    private const int MaxDepth = 64;
    private int _at;
    private int _depth;

    /// <summary>The value as text: a number in its shortest form, or true or false.</summary>
    /// <exception cref="FormatException">Not such an expression; the message says why.</exception>
    public string Evaluate()
    {
        object value = Or();
        Space();
        return _at < text.Length
            ? throw new FormatException($"found '{text[_at]}' after the expression")
            : value is bool flag ? (flag ? "true" : "false")
            : double.IsFinite((double)value) ? ((double)value).ToString("R", CultureInfo.InvariantCulture)
            : throw new FormatException("the value is not a finite number");
    }

    private object Or()
    {
        object left = And();
        while (Word("or"))
        {
            object right = And();
            left = Flag(left) | Flag(right);
        }

        return left;
    }

    private object And()
    {
        object left = Sum();
        while (Word("and"))
        {
            object right = Sum();
            left = Flag(left) & Flag(right);
        }

        return left;
    }

    private object Sum()
    {
        object left = Product();
        while (true)
        {
            if (Take('+'))
            {
                left = Number(left) + Number(Product());
            }
            else if (Take('-'))
            {
                left = Number(left) - Number(Product());
            }
            else
            {
                return left;
            }
        }
    }

    private object Product()
    {
        object left = Unary();
        while (true)
        {
            if (Take('*'))
            {
                left = Number(left) * Number(Unary());
            }
            else if (Take('/'))
            {
                double by = Number(Unary());
                left = by != 0 ? Number(left) / by : throw new FormatException("it divides by zero");
            }
            else if (Take('%'))
            {
                double by = Number(Unary());
                left = by != 0 ? Number(left) % by : throw new FormatException("it divides by zero");
            }
            else
            {
                return left;
            }
        }
    }

    private object Unary()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormatException($"it is nested more than {MaxDepth} deep");
        }

        object value = Take('-') ? -Number(Unary()) : Take('+') ? Number(Unary()) : Word("not") ? !Flag(Unary()) : Primary();
        _depth--;
        return value;
    }

    private object Primary()
    {
        if (Take('('))
        {
            object inner = Or();
            Expect(')');
            return inner;
        }

        Space();
        if (_at < text.Length && text[_at] == '$')
        {
            _at++;
            string name = Identifier();
            string value = parameters(name) ?? throw new FormatException($"the parameter '{name}' is not declared");
            return value switch
            {
                "true" => true,
                "false" => false,
                _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double known) && double.IsFinite(known) => known,
                _ => throw new FormatException($"the parameter '{name}' is '{(value.Length > 40 ? value[..40] : value)}', which is no number"),
            };
        }

        if (_at < text.Length && (char.IsAsciiLetter(text[_at]) || text[_at] == '_'))
        {
            string name = Identifier();
            return name switch { "true" => true, "false" => false, _ => Call(name) };
        }

        int from = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.' || (text[_at] is 'e' or 'E' && _at > from)
            || (text[_at] is '+' or '-' && _at > from && text[_at - 1] is 'e' or 'E')))
        {
            _at++;
        }

        return double.TryParse(text.AsSpan(from, _at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new FormatException(from < text.Length ? $"found '{text[from]}' where a number, $parameter or function is expected" : "it ends where a number, $parameter or function is expected");
    }

    private double Call(string name)
    {
        Expect('(');
        double first = Number(Or());
        double second = 0;
        if (name is "pow" or "min" or "max")
        {
            Expect(',');
            second = Number(Or());
        }

        Expect(')');
        return name switch
        {
            "pow" => Pinned.Pow(first, second),
            "min" => Math.Min(first, second),
            "max" => Math.Max(first, second),
            "round" => Math.Round(first, MidpointRounding.AwayFromZero),
            "floor" => Math.Floor(first),
            "ceil" => Math.Ceiling(first),
            "sqrt" => first >= 0 ? Math.Sqrt(first) : throw new FormatException("it takes the root of a negative number"),
            "abs" => Math.Abs(first),
            "sign" => first > 0 ? 1.0 : first < 0 ? -1.0 : 0.0,
            "sin" => Pinned.Sin(first),
            "cos" => Pinned.Cos(first),
            "tan" => Pinned.Tan(first),
            "asin" => Pinned.Asin(first),
            "acos" => Pinned.Acos(first),
            "atan" => Pinned.Atan(first),
            _ => throw new FormatException($"'{name}' is no function of OpenSCENARIO; known: abs, acos, asin, atan, ceil, cos, floor, max, min, pow, round, sign, sin, sqrt, tan"),
        };
    }

    private static double Number(object value) => value is double number ? number : throw new FormatException("found true or false where a number is expected");

    private static bool Flag(object value) => value is bool flag ? flag : throw new FormatException("found a number where true or false is expected");

    private string Identifier()
    {
        int from = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        return _at > from ? text[from.._at] : throw new FormatException("found no name after '$'");
    }

    private void Space()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private bool Take(char wanted)
    {
        Space();
        if (_at < text.Length && text[_at] == wanted)
        {
            _at++;
            return true;
        }

        return false;
    }

    private bool Word(string word)
    {
        Space();
        int end = _at + word.Length;
        if (end <= text.Length && text.AsSpan(_at, word.Length).SequenceEqual(word) && (end == text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')))
        {
            _at = end;
            return true;
        }

        return false;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
        {
            throw new FormatException(_at < text.Length ? $"found '{text[_at]}' where '{wanted}' is expected" : $"it ends where '{wanted}' is expected");
        }
    }
}
