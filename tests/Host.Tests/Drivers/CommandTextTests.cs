using System.Text.Json;
using Sim.Formats.Yaml;
using Sim.Host.Drivers;
using Sim.Rpc.Peers;

namespace Sim.Tests.Drivers;

public class CommandTextTests
{
    [Theory]
    [InlineData("python3 drive.py", "python3|drive.py")]
    [InlineData("  a\tb\n c ", "a|b|c")]
    [InlineData("a 'b c' \"d e\"", "a|b c|d e")]
    [InlineData("a'b c'd", "ab cd")]
    [InlineData("a \"\" b", "a||b")]
    [InlineData("a \"say \\\"hi\\\" \\\\ \\n\"", "a|say \"hi\" \\ \\n")]
    [InlineData("a '$HOME \\' b\\ c", "a|$HOME \\|b c")]
    [InlineData("a '|' b\\|", "a|||b|")]
    [InlineData("x --set=a>b", "x|--set=a>b")]
    public void A_command_line_is_split_without_a_shell(string text, string arguments) => Assert.Equal(arguments, string.Join('|', CommandText.Read(Setting.Scalar(text))));

    [Theory]
    [InlineData("a | tee log", "holds '|', which only a shell understands")]
    [InlineData("a && b", "holds '&&'")]
    [InlineData("a > log", "holds '>'")]
    [InlineData("a 'b", "a quote (') that is not closed")]
    [InlineData("a \"b\\\"", "a quote (\") that is not closed")]
    [InlineData("  ", "names no program")]
    [InlineData("''", "names no program")]
    [InlineData("a ${secret:KEY}", "every user of a machine can see command lines")]
    [InlineData("a \0", "null character")]
    public void What_is_no_command_line_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => CommandText.Read(Setting.Scalar(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_list_is_taken_as_it_is()
    {
        var list = new Setting { Kind = SettingKind.List, Items = [Setting.Scalar("sh"), Setting.Scalar("-c"), Setting.Scalar("a | 'b")] };

        Assert.Equal(["sh", "-c", "a | 'b"], CommandText.Read(list));
        Assert.Equal("sh -c 'a | '\\''b'", CommandText.Shown(list));
    }

    [Theory]
    [InlineData("command: a, memory: 2", "such as 2 GiB")]
    [InlineData("command: a, memory: 1 MiB", "at least 16 MiB")]
    [InlineData("command: a, instances: 0", "1 to 1024")]
    [InlineData("command: a, instances: many", "whole number")]
    [InlineData("command: a, deadline: 5", "without a unit")]
    [InlineData("command: a, env: { SIM_DRIVER_ADDRESS: x }", "cannot be set in 'env'")]
    [InlineData("command: a, env: [ x ]", "write a map")]
    [InlineData("command: a, options: 3", "write a map")]
    [InlineData("command: a, optoins: {}", "did you mean 'options'")]
    [InlineData("command: { a: b }", "write command: \"python3 drive.py\"")]
    public void Wrong_options_are_refused_at_their_place(string options, string message)
    {
        var map = YamlSettings.Read($"{{ {options} }}", "s.yaml", new YamlOptions());

        var error = Assert.Throws<InputException>(() => CommandOptions.Read(map));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(("s.yaml", 1), (error.File, error.Line));
        Assert.True(error.Column > 1);
    }

    [Fact]
    public void Options_are_read()
    {
        var read = CommandOptions.Read(YamlSettings.Read(
            "{ command: \"a b\", instances: 3, deadline: 20 ms, start_deadline: 2 min, working_dir: sub, env: { A: 1 }, inputs: \"*.pt\", memory: 1.5 GiB, options: { x: y } }", "s.yaml", new YamlOptions()));

        Assert.Equal((3, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(2), 1_610_612_736L), (read.Instances, read.Peer.Deadlines.Step, read.Peer.Deadlines.Open, read.Memory?.Bytes));
        Assert.Equal("y", read.Peer.Module.Find("x")!.Text);
        Assert.Equal("*.pt", Assert.Single(read.Inputs).Text);
    }

    [Fact]
    public void The_schema_of_suites_knows_the_keys()
    {
        using var schema = JsonDocument.Parse(SuiteSchema.Json());
        var keys = schema.RootElement.GetProperty("$defs").GetProperty("driver_command").GetProperty("properties").EnumerateObject().Select(p => p.Name);

        Assert.Equal(CommandOptions.Keys.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }
}
