using Sim.Plugins.Criticality.CarefulDrivers;
using Sim.Plugins.Criticality.Rss;

namespace Sim.Plugins.Criticality.SelfTests;

/// <summary>
/// A few figures recorded from intel/ad-rss-lib (commit 847b9c2) and ec-jrc/JRC-FSM (commit 01b05c2), so that every installation and every fresh clone is
/// held to them; the conformance tests hold all recorded cases.
/// </summary>
internal static class RecordedFigures
{
    /// <summary>
    /// Safe distances and times of RSS for two vehicles. A and B: speed at most, at least, sideways at most, at least, m/s; acceleration, greatest, least and
    /// correct braking, lateral acceleration, lateral braking, m/s²; lateral margin, m; response time, s; greatest speed on acceleration, m/s; least distance, m.
    /// </summary>
    public static readonly (double[] A, double[] B, double Same, double Opposite, double Lateral, double Stop, double Cover, double? CoverTime, double StopTime)[] Distances =
    [
        ([0, 1.959, -1.231, -1.033, 1.417, -5.378, -1.221, -0.887, 0.415, -1.488, 0.404, 1.659, 24.765, 0.728],
         [0, 0.238, 1.134, 1.396, 1.969, -4.612, -4.057, -3.349, 0.599, -0.219, 0.047, 2.084, 25.171, 2.677],
         9.77159472232, 25.4419173738, 0, 9.77159472232, 76.641, null, 3.15410007395),
        ([16.709, 16.709, 0.555, 0.555, 3.374, -3.698, -3.245, -0.515, 0.512, -0.932, 0.184, 1.758, 100, 0],
         [25.22, 25.22, 0.501, 0.501, 0.799, -8.893, -4.265, -4.243, 0.572, -0.948, 0.29, 0.255, 100, 0],
         44.4839126979, 614.483008846, 3.03060943594, 82.2327879008, 14.18, 0.566929447047, 6.21601875733),
        ([25.325, 25.325, -0.877, -0.877, 1.45, -4.794, -4.317, -3.854, 0.759, -1.165, 0.214, 0.498, 16.324, 0],
         [30.067, 30.067, 0.607, 0.607, 3.604, -4.955, -1.437, -0.563, 0.624, -1.187, 0.038, 0.338, 9.061, 0],
         257.823864191, 420.53369617, 0, 324.71535616, 12.198, 0.405803811518, 21.2614516354),
        ([14.184, 14.43, 1.346, 1.572, 2.217, -7.884, -4.935, -3.563, 0.3, -0.743, 0.284, 1.91, 100, 0.151],
         [18.592, 18.601, 0.832, 1.044, 2.807, -7.159, -3.885, -3.606, 0.34, -1.212, 0.435, 0.277, 100, 2.686],
         43.5175156791, 136.767970696, 6.78806324763, 56.2766389668, 22.221, 1.24644586254, 5.26504092664),
    ];

    /// <summary>Fuzzy safety values.</summary>
    public static readonly (double GapM, double EgoMps, double LeadMps, double AccelMps2, double Proactive, double Critical)[] Fuzzy =
    [
        (77.5, 31.21, 8.34, 2.15, 1.0, 0.6078666860042911),
        (46.46, 30.19, 30.51, 0.84, 0.6909559986031673, 0.0),
        (30.04, 35.33, 19.64, -3.02, 1.0, 0.4536791402681965),
        (2.26, 21.03, 29.14, -3.3, 0.5944076190569438, 0.0),
    ];

    /// <summary>Cut-ins: first unsafe step, step of the crash or -1, where the ego ends.</summary>
    public static readonly (CarefulModel Model, double EgoKmh, double OtherKmh, double LateralMps, double GapM, int UnsafeStep, int CrashStep, double AlongM)[] CutIns =
    [
        (CarefulModel.Fuzzy, 30, 20, -0.8, 33.2, 59, -1, 217.82433823489285),
        (CarefulModel.CarefulHuman, 30, 20, -0.8, 33.2, 99, -1, 120.62497679999994),
        (CarefulModel.Rss, 30, 20, -0.8, 33.2, 69, -1, 212.1705092666675),
        (CarefulModel.Reg157, 30, 20, -0.8, 33.2, 112, -1, 222.42666666666614),
        (CarefulModel.CarefulHuman, 110, 60, -0.5, 56.7, 31, 40, 994.9039444444395),
        (CarefulModel.Fuzzy, 110, 20, -1.5, 39.1, 0, 16, 906.1409444444471),
        (CarefulModel.Rss, 110, 20, -1.5, 39.1, 0, 16, 878.4534748444498),
        (CarefulModel.Reg157, 110, 20, -1.5, 39.1, 7, 15, 948.6644444444379),
    ];

    /// <summary>Followings of a lead that brakes: whether they crash, the last step, the last gap.</summary>
    public static readonly (CarefulModel Model, double SpeedKmh, double BrakeG, bool Crash, int LastStep, double GapM)[] Followings =
    [
        (CarefulModel.Fuzzy, 88, 0.81, false, 66, 0.33338932625401885),
        (CarefulModel.CarefulHuman, 88, 0.81, false, 43, 23.452979555555512),
        (CarefulModel.Rss, 88, 0.81, false, 79, 1.8699456000000056),
    ];

    /// <summary>Cut-outs: whether they crash, where the ego ends.</summary>
    public static readonly (CarefulModel Model, double SpeedKmh, double FrontM, double LateralMps, bool Crash, double AlongM)[] CutOuts =
    [
        (CarefulModel.Fuzzy, 110, 142, -1.4, false, 222.50036184722453),
        (CarefulModel.CarefulHuman, 110, 142, -1.4, false, 98.81457624444442),
        (CarefulModel.Rss, 110, 142, -1.4, false, 202.95914877777787),
        (CarefulModel.Fuzzy, 80, 22, -0.6, true, 275.573277777775),
        (CarefulModel.CarefulHuman, 80, 22, -0.6, true, 68.4787528222222),
        (CarefulModel.Rss, 80, 22, -0.6, true, 181.0194771777791),
    ];

    /// <summary>Parameters as recorded.</summary>
    public static RssParameters Of(double[] v) => new()
    {
        AccelMaxMps2 = v[4],
        BrakeMaxMps2 = -v[5],
        BrakeMinMps2 = -v[6],
        BrakeMinCorrectMps2 = -v[7],
        LateralAccelMaxMps2 = v[8],
        LateralBrakeMinMps2 = -v[9],
        LateralMarginM = v[10],
        ResponseTimeS = v[11],
        MaxSpeedOnAccelerationMps = v[12],
        MinLongitudinalDistanceM = v[13],
    };
}
