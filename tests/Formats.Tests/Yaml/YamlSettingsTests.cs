using Sim.Formats.Yaml;

namespace Sim.Tests.Yaml;

public class YamlSettingsTests
{
    private static readonly YamlOptions Options = new()
    {
        Variables = name => name switch { "HOME_DIR" => "/home/x", "REL" => "data", "EMPTY" => "", _ => null },
        WorkingFolder = "/work-folder",
    };

    private static Setting Read(string text) => YamlSettings.Read(text, "s.yaml", Options);

    [Fact]
    public void Values_remember_their_places()
    {
        var map = Read("a: 1\nb:\n  - x\n  - \"y z\"\nc: { d: ~ }\n");

        Assert.Equal(SettingKind.Map, map.Kind);
        Assert.Equal(("1", 1, 4), (map.Find("a")!.Text, map.Find("a")!.Line, map.Find("a")!.Column));
        Assert.Equal(("y z", 4, 5), (map.Find("b")!.Items[1].Text, map.Find("b")!.Items[1].Line, map.Find("b")!.Items[1].Column));
        Assert.Equal(SettingKind.Null, map.Find("c")!.Find("d")!.Kind);
        Assert.Equal((5, 6), (map.Find("c")!.Entries[0].Line, map.Find("c")!.Entries[0].Column));
        Assert.Equal("s.yaml", map.Find("a")!.File);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "already given in line 1")]
    [InlineData("a: &x 1\nb: *x\n", 1, 4, "anchor '&x'")]
    [InlineData("b: *x\n", 1, 4, "alias '*x'")]
    [InlineData("a: !!str 1\n", 1, 4, "tag")]
    [InlineData("a:\n  <<: { b: 1 }\n", 2, 3, "merge key")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "second document")]
    [InlineData("a:\n\tb: 1\n", 2, 1, "tab")]
    [InlineData("? [a, b]\n: 1\n", 1, 3, "as a key")]
    [InlineData("a: [1, 2\n", 2, 1, "not valid YAML")]
    [InlineData("a: \u0001\n", 1, 4, "U+0001")]
    [InlineData("a: \"x\\0\"\n", 1, 4, "null character")]
    [InlineData("a: ${UNSET_THING}\n", 1, 4, "'UNSET_THING' is not set")]
    [InlineData("a: \"x/${UNSET_THING}\"\n", 1, 7, "'UNSET_THING' is not set")]
    [InlineData("a: ${EMPTY}\n", 1, 4, "'EMPTY' is empty")]
    [InlineData("a: x ${broken\n", 1, 6, "found '${broken'")]
    [InlineData("a: ${sekret:X}\n", 1, 4, "found '${sekret:X}'")]
    public void Bad_text_is_refused_at_its_place(string text, int line, int column, string message)
    {
        var e = Assert.Throws<InputException>(() => Read(text));

        Assert.Contains(message, e.Detail, StringComparison.Ordinal);
        Assert.Equal(("s.yaml", line, column), (e.File, e.Line, e.Column));
    }

    [Fact]
    public void Variables_are_expanded_and_secrets_are_kept()
    {
        var map = Read("a: ${HOME_DIR}/x\nb: $${HOME_DIR}\nc: pre-${secret:TOKEN}\nd: ${REL}/y\ne: ${REL}\n");

        Assert.Equal(("/home/x/x", "${HOME_DIR}/x"), (map.Find("a")!.Text, map.Find("a")!.Raw));
        Assert.Equal("${HOME_DIR}", map.Find("b")!.Text);
        Assert.Equal("pre-${secret:TOKEN}", map.Find("c")!.Text);
        Assert.Equal("/work-folder/data/y", map.Find("d")!.Text);
        Assert.Equal("data", map.Find("e")!.Text);
        Assert.Equal("pre-abc", Secrets.Resolve(map.Find("c")!, name => name == "TOKEN" ? "abc" : null));
        Assert.Equal("the secret 'TOKEN' is not set", Assert.Throws<InputException>(() => Secrets.Resolve(map.Find("c")!, _ => null)).Detail);
    }

    [Fact]
    public void Limits_on_size_depth_and_count_hold()
    {
        Assert.Contains("nested deeper than 64", Assert.Throws<InputException>(() => Read(new string('[', 2000))).Detail, StringComparison.Ordinal);
        Assert.Contains("nested deeper than 64", Assert.Throws<InputException>(() => Read(string.Concat(Enumerable.Range(0, 100).Select(i => new string(' ', i) + "a:\n")))).Detail, StringComparison.Ordinal);
        Assert.Contains("more than 200000 values", Assert.Throws<InputException>(() => Read("[" + string.Concat(Enumerable.Repeat("1,", 300_000)) + "]")).Detail, StringComparison.Ordinal);
        Assert.Contains("at most 4194304", Assert.Throws<InputException>(() => Read(new string('a', 5_000_000))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_bomb_is_refused_at_its_first_anchor()
    {
        string bomb = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"{(char)('a' + (i % 26))}{i}: &b{i} [*a, *a]\n"));

        Assert.Equal((1, 4), (Assert.Throws<InputException>(() => Read(bomb)).Line, Assert.Throws<InputException>(() => Read(bomb)).Column));
    }

    [Fact]
    public void An_empty_text_is_an_absent_value()
    {
        Assert.Equal(SettingKind.Null, Read("").Kind);
        Assert.Equal(SettingKind.Null, Read("# only a comment\n").Kind);
    }
}
