using Sim.Tools;

// compare-runs [--cases] RUN OTHER...: exit 0 when every other run folder holds the same as the first, in everything but timing.json.
// --cases: only that every case of the first run is in the others with the same bytes; they may hold more.
bool casesOnly = args.Length > 0 && args[0] == "--cases";
string[] folders = casesOnly ? args[1..] : args;
if (folders.Length < 2)
{
    Console.Error.WriteLine("compare-runs [--cases] RUN OTHER...");
    return 2;
}

int differing = 0;
foreach (string other in folders[1..])
{
    var differences = RunComparison.Between(folders[0], other, casesOnly);
    foreach (string difference in differences.Take(20))
    {
        Console.WriteLine($"{other}: {difference}");
    }

    differing += differences.Count > 0 ? 1 : 0;
}

Console.WriteLine($"{folders.Length - 1 - differing} of {folders.Length - 1} run folders equal {folders[0]}");
return differing == 0 ? 0 : 1;
