namespace Sim.Bench;

/// <summary>Finds the data that some benchmarks read: SIM_DATA, else shared/data beside the repository.</summary>
internal static class BenchData
{
    public static string Folder()
    {
        if (Environment.GetEnvironmentVariable("SIM_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string beside = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        throw new DirectoryNotFoundException("Set SIM_DATA to the folder that holds opendrive/ and commonroad/.");
    }
}
