namespace Sim.Tests;

public sealed class FileRootsTests : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("sim-roots-").FullName;

    public FileRootsTests()
    {
        foreach (string file in new[] { "suite/a.xml", "suite/b.xml", "suite/.hidden.xml", "suite/sub/c.xml", "suite/sub/deep/d.xml", "data/set/1.xml", "data/set/2.xml", "out/secret.xml" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_top, file))!);
            File.WriteAllText(Path.Combine(_top, file), file);
        }
    }

    private FileRoots Roots => new() { BaseFolder = $"{_top}/suite", Roots = Ordered.Copy([new("SIM_DATA", $"{_top}/data")]) };

    private Setting Data(string rest) => new() { Kind = SettingKind.Scalar, Raw = "${SIM_DATA}/" + rest, Text = $"{_top}/data/{rest}", File = "s.yaml", Line = 3, Column = 5 };

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void Keys_are_relative_and_sorted()
    {
        Assert.Equal(["a.xml", "b.xml"], Roots.Glob("*.xml").Select(f => f.Key));
        Assert.Equal(["a.xml", "b.xml", "sub/c.xml", "sub/deep/d.xml"], Roots.Glob("**/*.xml").Select(f => f.Key));
        Assert.Equal(["sub/c.xml"], Roots.Glob("s?b/*.xml").Select(f => f.Key));
        Assert.Equal("sub/c.xml", Roots.Resolve("./sub/../sub/c.xml").Key);
    }

    [Fact]
    public void A_variable_stays_unexpanded_in_the_key_and_the_key_leads_back()
    {
        var files = Roots.Glob(Data("*/*.xml"));

        Assert.Equal(["${SIM_DATA}/set/1.xml", "${SIM_DATA}/set/2.xml"], files.Select(f => f.Key));
        Assert.Equal("data/set/1.xml", File.ReadAllText(files[0].FullPath));
        Assert.Equal(files[1], Roots.FromKey(files[1].Key));
        Assert.Equal("sub/c.xml", Roots.FromKey("sub/c.xml").Key);
    }

    [Fact]
    public void A_folder_root_gives_a_key_without_an_absolute_path()
    {
        var roots = Roots with { Roots = Ordered.Copy([new("../data", $"{_top}/data")]) };

        var file = roots.Resolve($"{_top}/data/set/1.xml");

        Assert.Equal("{data}/set/1.xml", file.Key);
        Assert.Equal(file, roots.FromKey(file.Key));
        Assert.Equal(file, roots.Resolve("../data/set/1.xml"));
    }

    [Theory]
    [InlineData("../out/secret.xml")]
    [InlineData("sub/../../out/secret.xml")]
    [InlineData("../suite2/a.xml")]
    [InlineData("/etc/passwd")]
    [InlineData("../out/*.xml")]
    public void A_path_that_climbs_out_is_refused(string path)
    {
        Assert.Contains("lies outside", Assert.Throws<InputException>(() => Roots.Resolve(path)).Detail, StringComparison.Ordinal);
        Assert.Contains("lies outside", Assert.Throws<InputException>(() => Roots.Glob(path)).Detail, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Roots.FromKey(path));
    }

    [Fact]
    public void A_variable_does_not_let_a_path_climb_out()
    {
        var e = Assert.Throws<InputException>(() => Roots.Resolve(Data("../out/secret.xml")));

        Assert.Contains("lies outside", e.Detail, StringComparison.Ordinal);
        Assert.Equal(("s.yaml", 3, 5), (e.File, e.Line, e.Column));
        Assert.Throws<InputException>(() => Roots.FromKey("${SIM_DATA}/../out/secret.xml"));
        Assert.Contains("not declared", Assert.Throws<InputException>(() => Roots.FromKey("${OTHER}/x.xml")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_and_one_that_stays_is_followed()
    {
        File.CreateSymbolicLink($"{_top}/suite/out.xml", $"{_top}/out/secret.xml");
        Directory.CreateSymbolicLink($"{_top}/suite/sub/away", "../../out");
        File.CreateSymbolicLink($"{_top}/suite/sub/inside.xml", $"{_top}/data/set/1.xml");

        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Roots.Resolve("out.xml")).Detail, StringComparison.Ordinal);
        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Roots.Glob("*.xml")).Detail, StringComparison.Ordinal);
        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Roots.Resolve("sub/away/secret.xml")).Detail, StringComparison.Ordinal);
        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Roots.Resolve("sub/away/absent.xml")).Detail, StringComparison.Ordinal);
        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => Roots.Glob("sub/*/secret.xml")).Detail, StringComparison.Ordinal);
        Assert.Equal("sub/inside.xml", Roots.Resolve("sub/inside.xml").Key);
    }

    [Fact]
    public void Links_in_circles_end_in_an_error()
    {
        File.CreateSymbolicLink($"{_top}/suite/p", "q");
        File.CreateSymbolicLink($"{_top}/suite/q", "p");

        Assert.Contains("symbolic links", Assert.Throws<InputException>(() => Roots.Resolve("p/x.xml")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_names_what_exists()
    {
        Assert.Equal("no file matches 'nowhere/*.xml'; 'nowhere' does not exist in the suite's folder", Assert.Throws<InputException>(() => Roots.Glob("nowhere/*.xml")).Detail);
        Assert.Equal("no file matches '*.osm'", Assert.Throws<InputException>(() => Roots.Glob("*.osm")).Detail);
        Assert.Equal("no file 'sub/x.xml'", Assert.Throws<InputException>(() => Roots.Resolve("sub/x.xml")).Detail);
        Assert.Contains("is a folder", Assert.Throws<InputException>(() => Roots.Resolve("sub")).Detail, StringComparison.Ordinal);
        Assert.Contains("wildcard", Assert.Throws<InputException>(() => Roots.Resolve("*.xml")).Detail, StringComparison.Ordinal);
        Assert.Contains("more than 1 files", Assert.Throws<InputException>(() => Roots.Glob(Setting.Scalar("*.xml"), 1)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\\b.xml")]
    [InlineData("a\0b")]
    [InlineData("~/x")]
    [InlineData("${secret:X}/x")]
    [InlineData("")]
    public void Odd_paths_are_refused(string path) => Assert.Throws<InputException>(() => Roots.Glob(path));

    [Fact]
    public void Nowhere_reads_nothing() => Assert.Throws<InputException>(() => FileRoots.Nowhere.Resolve("a.xml"));
}
