using System.Runtime.CompilerServices;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

public class PluginLoaderTests
{
    [Fact]
    public void Two_plugins_keep_their_own_versions_of_one_library()
    {
        using var folder = new PluginFolder().Add("UsesLibraryV1", "one").Add("UsesLibraryV2", "two");
        var catalog = new ModuleCatalog();
        var entries = PluginLoader.LoadAll([folder.Root], catalog);

        Assert.All(entries, e => Assert.Equal((PluginState.Loaded, ""), (e.State, e.Reason)));
        string Ask(string name) => catalog.Get<IGuard>(name).Check(new GuardInput(), CancellationToken.None).Reason;
        Assert.Equal("1:1", Ask("Sim.Fixtures.UsesLibraryV1"));
        Assert.Equal("1:2", Ask("Sim.Fixtures.UsesLibraryV1"));
        Assert.Equal("2:1", Ask("Sim.Fixtures.UsesLibraryV2"));
    }

    [Fact]
    public void A_constructor_that_throws_costs_only_its_plugin()
    {
        using var folder = new PluginFolder().Add("ThrowsInConstructor", "bad").Add("UsesLibraryV1", "good");
        var catalog = new ModuleCatalog();
        var entries = PluginLoader.LoadAll([folder.Root], catalog);

        Assert.Equal(PluginState.Failed, entries[0].State);
        Assert.Contains("the licence file is missing", entries[0].Reason, StringComparison.Ordinal);
        Assert.Equal(PluginState.Loaded, entries[1].State);
    }

    [Fact]
    public void A_method_that_throws_half_way_leaves_nothing_behind()
    {
        using var folder = new PluginFolder().Add("ThrowsInMethod", "bad");
        var catalog = new ModuleCatalog();
        var entry = Assert.Single(PluginLoader.LoadAll([folder.Root], catalog));

        Assert.Equal(PluginState.Failed, entry.State);
        Assert.Contains("the second module could not be made", entry.Reason, StringComparison.Ordinal);
        Assert.Null(catalog.Find<IGuard>("half-registered"));
    }

    [Fact]
    public void A_missing_dependency_is_named_when_the_plugin_is_loaded_not_in_the_middle_of_a_run()
    {
        using var folder = new PluginFolder().Add("UsesLibraryV1", "broken", leaveOut: f => f.StartsWith("Sim.Fixtures.Library", StringComparison.Ordinal));
        var entry = Assert.Single(PluginLoader.LoadAll([folder.Root], new ModuleCatalog()));

        Assert.Equal(PluginState.MissingDependency, entry.State);
        Assert.Contains("Sim.Fixtures.Library", entry.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">=2.0 <3.0")]
    [InlineData("<1.0")]
    [InlineData(">1.0")]
    [InlineData("=0.9")]
    public void A_contract_range_that_does_not_fit_is_refused_with_both_versions(string range)
    {
        using var folder = new PluginFolder().Add("UsesLibraryV1", "other", contract: range);
        var entry = Assert.Single(PluginLoader.LoadAll([folder.Root], new ModuleCatalog()));

        Assert.Equal(PluginState.Incompatible, entry.State);
        Assert.Contains(range, entry.Reason, StringComparison.Ordinal);
        Assert.Contains(ContractVersion.Current.ToString(), entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_never_unloads_is_reported_by_name_and_the_others_go()
    {
        using var folder = new PluginFolder().Add("NeverUnloads", "sticky").Add("UsesLibraryV1", "clean");
        Assert.Equal(["sticky"], PluginLoader.Unload(LoadAndUse(folder.Root)));
    }

    [Fact]
    public void A_second_plugin_with_the_same_id_is_not_loaded()
    {
        using var first = new PluginFolder().Add("UsesLibraryV1", "same");
        using var second = new PluginFolder().Add("UsesLibraryV2", "same");
        var entries = PluginLoader.LoadAll([first.Root, second.Root], new ModuleCatalog());

        Assert.Equal([PluginState.Loaded, PluginState.Duplicate], entries.Select(e => e.State));
    }

    [Fact]
    public void A_module_name_that_is_taken_is_a_failure_of_the_later_plugin()
    {
        using var folder = new PluginFolder().Add("UsesLibraryV1", "a").Add("UsesLibraryV1", "b");
        var entries = PluginLoader.LoadAll([folder.Root], new ModuleCatalog());

        Assert.Equal([PluginState.Loaded, PluginState.Failed], entries.Select(e => e.State));
        Assert.Contains("'Sim.Fixtures.UsesLibraryV1' has a name that is taken", entries[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id: Bad Id\nversion: 1\nentry: a.dll\ncontract: \">=1.0\"\n", "plugin.yaml:1:5", "no plugin id")]
    [InlineData("id: ok\nversion: 1\nentry: ../a.dll\ncontract: \">=1.0\"\n", "plugin.yaml:3:8", "own folder")]
    [InlineData("id: ok\nversion: 1\nentry: a.dll\ncontract: \"~1\"\n", "plugin.yaml:4:11", "contract range")]
    [InlineData("id: ok\nversion: 1\nentri: a.dll\ncontract: \">=1.0\"\n", "plugin.yaml", "'entry'")]
    [InlineData("- a\n", "plugin.yaml:1:1", "a list")]
    [InlineData("id: ok\nversion: 1\nentry: none.dll\ncontract: \">=1.0\"\n", "", "is not in its folder")]
    public void A_wrong_manifest_names_the_place(string manifest, string place, string words)
    {
        using var folder = new PluginFolder().Add("UsesLibraryV1", "bad", manifest: manifest);
        var entry = Assert.Single(PluginLoader.LoadAll([folder.Root], new ModuleCatalog()));

        Assert.NotEqual(PluginState.Loaded, entry.State);
        Assert.Contains(place, entry.Reason, StringComparison.Ordinal);
        Assert.Contains(words, entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_answers_with_the_nearest_known_one()
    {
        using var folder = new PluginFolder().Add("UsesLibraryV1", "one");
        var catalog = new ModuleCatalog();
        PluginLoader.LoadAll([folder.Root], catalog);

        var error = Assert.Throws<InputException>(() => catalog.Get<IGuard>("Sim.Fixtures.UseLibraryV1"));
        Assert.Contains("did you mean 'Sim.Fixtures.UsesLibraryV1'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundled_plugins_lie_beside_the_host_and_load()
    {
        var entries = PluginLoader.LoadAll([Path.Combine(AppContext.BaseDirectory, "plugins")], new ModuleCatalog());

        Assert.Equal(["bridge", "crash-reports", "criticality", "leaderboards", "pseudo-simulation", "retrieval", "sae", "sumo", "templates"], entries.Select(e => e.Id));
        Assert.All(entries, e => Assert.Equal((PluginState.Loaded, ""), (e.State, e.Reason)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<PluginEntry> LoadAndUse(string root)
    {
        var catalog = new ModuleCatalog();
        var entries = PluginLoader.LoadAll([root], catalog);
        Assert.All(entries, e => Assert.Equal(PluginState.Loaded, e.State));
        foreach (var guard in catalog.All<IGuard>())
        {
            guard.Check(new GuardInput(), CancellationToken.None);
        }

        return entries;
    }
}
