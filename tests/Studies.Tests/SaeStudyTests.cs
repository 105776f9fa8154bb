using System.Xml.Linq;
using Sim.Studies.SparseAutoencoders;

namespace Sim.Tests.Studies;

public class SaeStudyTests
{
    [Fact]
    public void Tiny_trainings_give_the_same_files_for_any_number_of_threads()
    {
        var options = new SaeStudyOptions { Benchmark = SaeStudyOptions.Fast with { Threads = 1 }, Variants = "dictionary_learning", Structures = "hier", Out = "nowhere" };
        var one = SaeStudyCommand.Make(options, _ => { });
        var three = SaeStudyCommand.Make(options with { Benchmark = options.Benchmark with { Threads = 3 } }, _ => { });
        Assert.Equal(one, three);
        string[] lines = one["sae.csv"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Equal(13, line.Split(',').Length));
        Assert.Contains(lines, line => line.StartsWith("hierarchical,TopK,dictionary_learning,1,3,", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", string.Concat(one.Values), StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(one["sae-hierarchical.svg"]).Root);
    }

    [Fact]
    public void Every_variant_has_a_line_for_every_structure()
    {
        var options = new SaeStudyOptions { Benchmark = SaeStudyOptions.Fast with { Steps = 4, Seeds = 1, Tokens = 64, Searches = 1 }, Out = "nowhere" };
        var files = SaeStudyCommand.Make(options, _ => { });
        foreach (var variant in Sim.Interp.Benchmark.BenchmarkVariants.All)
        {
            foreach (var task in Sim.Interp.Benchmark.BenchmarkTasks.All)
            {
                Assert.Contains($"\n{task.Name},{variant.Name},{variant.Library},0,", files["sae.csv"], StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("--steps", "0")]
    [InlineData("--fast", "perhaps")]
    [InlineData("--nonsense", "1")]
    public void A_wrong_option_is_refused(params string[] args) => Assert.Throws<InputException>(() => SaeStudyOptions.Parse(args));

    [Fact]
    public void An_unknown_variant_is_refused_with_those_that_there_are()
    {
        var error = Assert.Throws<InputException>(() => SaeStudyCommand.Make(new SaeStudyOptions { Variants = "none" }, _ => { }));
        Assert.Contains("TopK (sparsify)", error.Message, StringComparison.Ordinal);
    }
}
