using System.Xml.Linq;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Studies;
using Sim.Studies.Plots;
using Sim.Studies.PseudoSimulation;

namespace Sim.Tests.Studies;

public class StudyTests
{
    [Fact]
    public void Three_drivers_on_four_scenes_give_the_same_files_for_any_number_of_threads()
    {
        var options = new StudyOptions { Scenes = 4, Drivers = "idm-speed", Views = [100, 50], Jobs = 1, Out = "nowhere", Data = "nowhere" };
        var one = StudyCommand.Make(options);
        var three = StudyCommand.Make(options with { Jobs = 3 });
        Assert.Equal(one, three);
        string[] lines = one["pseudo-simulation.csv"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("driver,group,closed_loop,", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.InRange(double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture), 0, 1));
        Assert.DoesNotContain("NaN", string.Concat(one.Values), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reduced_score_leaves_out_lights_lane_keeping_and_extended_comfort()
    {
        var scores = new SubScores(1, 1, 0.5, 0, 0.8, 1, 0, 0);
        Assert.Equal(0.5 * (5 * 0.8 + 5) / 12, Judging.Reduced(scores, null), 12);
        Assert.Equal(Judging.Reduced(scores, 1), Judging.Reduced(scores, 0));
    }

    [Fact]
    public void Smaller_shares_of_the_views_lie_within_larger_ones()
    {
        var views = SceneSet.ViewsOf(11, "scene", new StudyOptions { Views = [100, 50, 25] });
        Assert.Equal(Enumerable.Range(0, 11), views[100]);
        Assert.Equal(6, views[50].Length);
        Assert.Equal(3, views[25].Length);
        Assert.Subset(views[50].ToHashSet(), views[25].ToHashSet());
        Assert.Single(SceneSet.ViewsOf(1, "scene", new StudyOptions { Views = [25] })[25]);
    }

    [Fact]
    public void A_page_keeps_its_prose_and_gets_new_blocks()
    {
        string page = GeneratedPage.Update("# Title\n", [("numbers", "| 1 |\n")]);
        page = page.Replace("# Title", "# Title\n\nWords.", StringComparison.Ordinal) + "\nMore words.\n";
        string again = GeneratedPage.Update(page, [("numbers", "| 2 |\n")]);
        Assert.Contains("Words.", again, StringComparison.Ordinal);
        Assert.Contains("More words.", again, StringComparison.Ordinal);
        Assert.Contains("| 2 |", again, StringComparison.Ordinal);
        Assert.DoesNotContain("| 1 |", again, StringComparison.Ordinal);
        Assert.Equal(again, GeneratedPage.Update(again, [("numbers", "| 2 |")]));
    }

    [Fact]
    public void A_plot_is_well_formed_and_holds_every_point()
    {
        var plot = new ScatterPlot
        {
            Title = "R² < 1 & more",
            XLabel = "x",
            YLabel = "y",
            Groups = [new PlotGroup("a", [(0.1, 0.2, "one"), (0.5, 0.9, "two")]), new PlotGroup("b", [(0.3, 0.3, "three")])],
            Line = (0.1, 1.5),
        };
        var svg = XDocument.Parse(plot.ToSvg());
        Assert.Equal(3, svg.Descendants().Count(e => e.Name.LocalName == "title"));
        Assert.Equal(plot.ToSvg(), plot.ToSvg());
    }

    [Theory]
    [InlineData(0.13, 0.94, 0, 1)]
    [InlineData(4, 25, 0, 25)]
    [InlineData(3, 3, 2, 4)]
    public void Axes_are_round_and_hold_all_values(double low, double high, double from, double to)
    {
        var axis = ScatterPlot.Axis([low, high]);
        Assert.Equal(from, axis.Low, 9);
        Assert.Equal(to, axis.High, 9);
        Assert.InRange((axis.High - axis.Low) / axis.Step, 2, 12);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("--speed", Assert.Throws<InputException>(() => StudyOptions.Parse(["--speed", "3"])).Message, StringComparison.Ordinal);
        Assert.Contains("--jobs", Assert.Throws<InputException>(() => StudyOptions.Parse(["--jobs", "0"])).Message, StringComparison.Ordinal);
        Assert.Equal(7, StudyOptions.Parse(["--scenes", "7", "--views", "100,10"]).Scenes);
    }
}
