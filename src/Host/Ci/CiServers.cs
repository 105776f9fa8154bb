namespace Sim.Host.Ci;

/// <summary>Recognises CI servers by the variables that they document.</summary>
internal static class CiServers
{
    /// <summary>The server by its variables: GITHUB_ACTIONS, GITLAB_CI, JENKINS_URL.</summary>
    public static CiServer Detect(Func<string, string?> environment) =>
        environment("GITHUB_ACTIONS") == "true" ? CiServer.GitHub
        : environment("GITLAB_CI") == "true" ? CiServer.GitLab
        : !string.IsNullOrEmpty(environment("JENKINS_URL")) ? CiServer.Jenkins
        : CiServer.None;

    /// <summary>The value of <c>--ci</c>.</summary>
    /// <exception cref="InputException">Not one of the words.</exception>
    public static CiServer Parse(string? text, Func<string, string?> environment) => text switch
    {
        null or "auto" => Detect(environment),
        "github" => CiServer.GitHub,
        "gitlab" => CiServer.GitLab,
        "jenkins" => CiServer.Jenkins,
        "none" => CiServer.None,
        _ => throw new InputException($"--ci: found '{text}', expected auto, github, gitlab, jenkins or none"),
    };
}
