using System.Text;

namespace Sim.Tests.Reports.Ci;

/// <summary>A reader of CSV that takes nothing but what RFC 4180 allows.</summary>
internal static class Rfc4180
{
    public static List<List<string>> Read(string text)
    {
        var records = new List<List<string>>();
        var record = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            var field = new StringBuilder();
            if (text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (text[i] != '"')
                    {
                        field.Append(text[i]);
                    }
                    else if (i + 1 < text.Length && text[i + 1] == '"')
                    {
                        field.Append(text[i++]);
                    }
                    else
                    {
                        i++;
                        break;
                    }
                }
            }
            else
            {
                for (; text[i] is not (',' or '\r'); i++)
                {
                    Assert.NotEqual('"', text[i]);
                    field.Append(text[i]);
                }
            }

            record.Add(field.ToString());
            if (text[i] == ',')
            {
                i++;
                continue;
            }

            Assert.Equal("\r\n", text[i..(i + 2)]);
            i += 2;
            records.Add(record);
            record = [];
        }

        Assert.Empty(record);
        return records;
    }
}
