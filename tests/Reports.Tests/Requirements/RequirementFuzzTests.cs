using System.Text;
using Sim.Reports.Requirements;
using Sim.Tests.Fuzz;

namespace Sim.Tests.Reports;

public sealed class RequirementFuzzTests
{
    private static readonly string[] Csv =
    [
        "id,text,triggering_condition,category,owner\nR-1,\"stops, \"\"now\"\"\nor never\",glare,perception,ann\nR-2,plain,,traffic,bob\nR-3,\"\",,,\n",
        "\uFEFFid;text;x\r\nA;1,5;\"y;z\"\r\nB;2;\r\n",
    ];

    private static readonly Mutator CsvMutants = new(0xC5F, [.. Csv.Select(Encoding.UTF8.GetBytes)], "id", "text", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "R-1", "category");

    private static readonly Mutator ReqIfMutants = new(
        0x4E01F, [Encoding.UTF8.GetBytes(ReqIfTexts.Example)],
        "<SPEC-OBJECT IDENTIFIER=\"x\">", "</SPEC-OBJECT>", "<VALUES>", "</VALUES>", "<ATTRIBUTE-VALUE-STRING THE-VALUE=\"y\">", "<DEFINITION>", "<THE-VALUE>", "<ENUM-VALUE-REF>e-1</ENUM-VALUE-REF>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "&#x0;", "<![CDATA[", "]]>", "<!--", "-->", "IDENTIFIER=\"", "LONG-NAME=\"", "/>", "<a>", "xmlns:q=\"r\"");

    [Fact]
    public void Damaged_Csv_is_read_or_refused_with_its_place() => FuzzRun.Check("fuzz.csv", CsvMutants.Make, bytes => RequirementFiles.Read(bytes, "fuzz.csv"), lines: true);

    [Fact]
    public void Damaged_ReqIf_is_read_or_refused_with_its_place() => FuzzRun.Check("fuzz.reqif", ReqIfMutants.Make, bytes => RequirementFiles.Read(bytes, "fuzz.reqif"), lines: true);
}
