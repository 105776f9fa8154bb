using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sim.Tests.Ci;

/// <summary>Follows a workflow of GitHub Actions: jobs in their order, a matrix, steps, artifacts and a cache as folders. Actions that are not known fail.</summary>
internal sealed partial class GitHubServer(CiWorkspace workspace)
{
    private static readonly Dictionary<string, string> None = [];
    private int _run;

    /// <summary>How each job ended: 0, the exit code of its failing step, or -1 when it was skipped.</summary>
    public Dictionary<string, int> Jobs { get; } = [];

    /// <summary>All output.</summary>
    public string Log { get; private set; } = "";

    /// <summary>Summaries of the steps that wrote one.</summary>
    public List<string> Summaries { get; } = [];

    /// <summary>What code scanning was given; null when nothing.</summary>
    public string? Sarif { get; private set; }

    /// <summary>Called before each job.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public string Artifact(string name) => workspace.At("artifacts", name);

    public void Run(string file)
    {
        (Log, _run) = ("", _run + 1);
        Jobs.Clear();
        Summaries.Clear();
        if (Directory.Exists(workspace.At("artifacts")))
        {
            Directory.Delete(workspace.At("artifacts"), recursive: true);
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        foreach (var (name, job) in Map(root, "jobs").Children)
        {
            Job(name.ToString(), (YamlMappingNode)job, Texts(root, "env", None));
        }
    }

    private void Job(string name, YamlMappingNode job, Dictionary<string, string> variables)
    {
        Before(name);
        if (Text(job, "needs") is { } needed && Jobs[needed] != 0 && Text(job, "if") is null)
        {
            Jobs[name] = -1;
            return;
        }

        string[] values = Find(job, "strategy") is YamlMappingNode strategy ? [.. ((YamlSequenceNode)Map(strategy, "matrix").Children[new YamlScalarNode("shard")]).Select(v => v.ToString())] : [""];
        foreach (string value in values)
        {
            Log += $"== {name} {value}\n";
            int code = Steps((YamlSequenceNode)job.Children[new YamlScalarNode("steps")], value, variables);
            Jobs[name] = Math.Max(Jobs.GetValueOrDefault(name), code);
        }
    }

    private int Steps(YamlSequenceNode steps, string matrix, Dictionary<string, string> variables)
    {
        string folder = workspace.NewFolder();
        int failed = 0;
        foreach (var step in steps.Cast<YamlMappingNode>().Where(s => Text(s, "name") != "Install Sim"))
        {
            if (failed != 0 && Text(step, "if") != "always()")
            {
                continue;
            }

            int code = Text(step, "run") is { } script
                ? Script(Expand(script, matrix), folder, Texts(step, "env", variables).ToDictionary(v => v.Key, v => Expand(v.Value, matrix)))
                : Action(Text(step, "uses")!, Texts(step, "with", None).ToDictionary(v => v.Key, v => Expand(v.Value, matrix)), folder);
            failed = failed == 0 && Text(step, "continue-on-error") != "true" ? code : failed;
        }

        return failed;
    }

    private int Script(string script, string folder, Dictionary<string, string> variables)
    {
        string summary = workspace.At($"summary-{Guid.NewGuid():N}");
        variables["GITHUB_ACTIONS"] = "true";
        variables["GITHUB_WORKSPACE"] = folder;
        variables["GITHUB_STEP_SUMMARY"] = summary;
        var (code, log) = workspace.Shell(script, folder, variables);
        Log += log;
        if (File.Exists(summary))
        {
            Summaries.Add(File.ReadAllText(summary));
        }

        return code;
    }

    private int Action(string uses, Dictionary<string, string> with, string folder)
    {
        string path = Path.Combine(folder, with.GetValueOrDefault("path", "."));
        switch (uses.Split('@')[0])
        {
            case "actions/checkout":
                workspace.CheckOut(folder);
                return 0;
            case "actions/setup-dotnet":
                return 0;
            case "github/codeql-action/upload-sarif":
                Sarif = File.ReadAllText(Path.Combine(folder, with["sarif_file"]));
                return 0;
            case "actions/cache/restore":
                CiWorkspace.Copy(workspace.At("cache", with["path"]), path);
                return 0;
            case "actions/cache/save":
                CiWorkspace.Copy(path, workspace.At("cache", with["path"]));
                return 0;
            case "actions/upload-artifact":
                if (!File.Exists(path) && !Directory.Exists(path))
                {
                    return with.GetValueOrDefault("if-no-files-found") == "ignore" ? 0 : 1;
                }

                CiWorkspace.Copy(path, File.Exists(path) ? Path.Combine(Artifact(with["name"]), Path.GetFileName(path)) : Artifact(with["name"]));
                return 0;
            case "actions/download-artifact" when with.TryGetValue("name", out string? name):
                CiWorkspace.Copy(Artifact(name), path);
                return Directory.Exists(Artifact(name)) ? 0 : 1;
            case "actions/download-artifact":
                foreach (string found in Directory.Exists(workspace.At("artifacts")) ? Directory.GetDirectories(workspace.At("artifacts"), with["pattern"]) : [])
                {
                    CiWorkspace.Copy(found, Path.Combine(path, Path.GetFileName(found)));
                }

                return 0;
            default:
                throw new InvalidOperationException($"The action {uses} is not known.");
        }
    }

    private string Expand(string text, string matrix) => Expression().Replace(text, m => m.Groups[1].Value switch
    {
        "matrix.shard" => matrix,
        "github.run_id" => $"{_run}",
        _ => throw new InvalidOperationException($"The expression {m.Value} is not known."),
    });

    private static YamlNode? Find(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static YamlMappingNode Map(YamlMappingNode map, string key) => (YamlMappingNode)map.Children[new YamlScalarNode(key)];

    private static string? Text(YamlMappingNode map, string key) => (Find(map, key) as YamlScalarNode)?.Value;

    private static Dictionary<string, string> Texts(YamlMappingNode map, string key, Dictionary<string, string> before)
    {
        var texts = new Dictionary<string, string>(before);
        foreach (var (name, value) in Find(map, key) is YamlMappingNode found ? [.. found.Children] : (KeyValuePair<YamlNode, YamlNode>[])[])
        {
            texts[name.ToString()] = value.ToString();
        }

        return texts;
    }

    [GeneratedRegex(@"\$\{\{ *([a-z_.]+) *\}\}")]
    private static partial Regex Expression();
}
