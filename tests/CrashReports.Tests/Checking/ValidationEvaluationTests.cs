using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.Sdk;

namespace Sim.Tests.CrashReports.Checking;

public sealed class ValidationEvaluationTests
{
    [Fact]
    public void Nine_of_ten_planted_errors_are_found_in_texts_of_ones_own()
    {
        var table = Evaluate(7, ("fold", "all"));

        var all = table.Rows.Single(row => row[0] == "all");
        Assert.True(double.Parse(all[2], System.Globalization.CultureInfo.InvariantCulture) >= ValidationEvaluation.DetectionBar, string.Join(' ', all));
        Assert.Equal(Narrative.Reports.Count, table.Items.Count);
        var alarms = table.Rows.Single(row => row[0] == "false_alarms");
        Assert.True(double.Parse(alarms[2], System.Globalization.CultureInfo.InvariantCulture) <= ValidationEvaluation.AlarmBar, string.Join(' ', alarms));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', table.Rows.Select(row => string.Join(' ', row))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_table_and_items()
    {
        var first = Evaluate(7);
        var again = Evaluate(7);

        Assert.Equal(Words(first), Words(again));
        Assert.NotEqual(Words(first), Words(Evaluate(8)));

        static string Words(EvaluationTable table) => string.Join('\n', table.Rows.Select(row => string.Join(' ', row)).Concat(table.Items.Select(item => item.Name + item.Value.GetRawText())));
    }

    [Fact]
    public void Of_the_fold_that_is_kept_unseen_no_item_is_shown()
    {
        var table = Evaluate(7, ("fold", "b"));

        Assert.NotEmpty(table.Rows);
        Assert.Empty(table.Items);
    }

    [Fact]
    public void An_unknown_option_is_an_input_error() => Assert.Throws<InputException>(() => Evaluate(7, ("folds", "a")));

    [Fact]
    public void A_check_that_finds_nothing_fails_the_bar()
    {
        var scores = new ValidationScores();
        scores.Add(SampleCrash.Record, "Nothing of this is in the text.", 1);

        Assert.False(ValidationEvaluation.Table(scores, 0).Passed);
    }

    private static EvaluationTable Evaluate(ulong seed, params (string Key, string Value)[] options) =>
        new ValidationEvaluation().Evaluate(
            new EvaluationRequest(new FileRoots { BaseFolder = Path.Combine(AppContext.BaseDirectory, "Narratives") }, "*.json", Setting.Map(options.Select(one => (one.Key, Setting.Scalar(one.Value)))), seed),
            TestContext.Current.CancellationToken);
}
