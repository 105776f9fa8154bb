using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Sim.Tests.Ci;

/// <summary>Follows a pipeline of GitLab: stages in their order, parallel jobs, artifacts and a cache as folders.</summary>
internal sealed class GitLabServer(CiWorkspace workspace)
{
    private static readonly string[] Keywords = ["image", "stages", "variables", "default"];

    /// <summary>How each job ended: its exit code, the worst of parallel ones.</summary>
    public Dictionary<string, int> Jobs { get; } = [];

    /// <summary>All output.</summary>
    public string Log { get; private set; } = "";

    /// <summary>The folder of the last job.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Files that a job reports, by kind.</summary>
    public Dictionary<string, string> Reports { get; } = [];

    public void Run(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var variables = Map(root, "variables")!.Children.ToDictionary(v => v.Key.ToString(), v => v.Value.ToString());
        foreach (string stage in Items(root, "stages"))
        {
            bool red = Jobs.Values.Any(c => c != 0);
            foreach (var (name, node) in root.Children.Where(c => !Keywords.Contains(c.Key.ToString()) && ((YamlMappingNode)c.Value).Children[new YamlScalarNode("stage")].ToString() == stage))
            {
                var job = (YamlMappingNode)node;
                if (!red || Text(job, "when") == "always")
                {
                    int parallel = int.Parse(Text(job, "parallel") ?? "1", CultureInfo.InvariantCulture);
                    Jobs[name.ToString()] = Enumerable.Range(1, parallel).Max(i => Job(job, new(variables) { ["CI_NODE_INDEX"] = $"{i}", ["CI_NODE_TOTAL"] = $"{parallel}" }));
                }
            }
        }
    }

    private int Job(YamlMappingNode job, Dictionary<string, string> variables)
    {
        string folder = Last = workspace.NewFolder();
        workspace.CheckOut(folder);
        CiWorkspace.Copy(workspace.At("artifacts"), folder);
        var cache = Map(job, "cache");
        if (cache is not null && Text(cache, "policy") != "push")
        {
            CiWorkspace.Copy(workspace.At("cache"), folder);
        }

        variables["GITLAB_CI"] = "true";
        variables["CI_PROJECT_DIR"] = folder;
        variables["CI_JOB_URL"] = "https://gitlab.example/j/1";
        var (code, log) = workspace.Shell("set -eo pipefail\n" + string.Join('\n', Items(job, "script")), folder, variables);
        Log += log;
        if (Items(job, "after_script") is { Count: > 0 } after)
        {
            Log += workspace.Shell(string.Join('\n', after), folder, variables).Log;
        }

        if (cache is not null && Text(cache, "policy") != "pull")
        {
            Items(cache, "paths").ForEach(p => CiWorkspace.Copy(Path.Combine(folder, p), workspace.At("cache", p)));
        }

        var artifacts = Map(job, "artifacts")!;
        Items(artifacts, "paths").ForEach(p => CiWorkspace.Copy(Path.Combine(folder, p), workspace.At("artifacts", p)));
        foreach (var (kind, path) in Map(artifacts, "reports") is { } reports ? [.. reports.Children] : (KeyValuePair<YamlNode, YamlNode>[])[])
        {
            Reports[kind.ToString()] = File.ReadAllText(Path.Combine(folder, path.ToString()));
        }

        return code;
    }

    private static YamlMappingNode? Map(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? (YamlMappingNode)value : null;

    private static string? Text(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value.ToString() : null;

    private static List<string> Items(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? [.. ((YamlSequenceNode)value).Select(i => i.ToString())] : [];
}
