namespace Sim.Maps;

/// <summary>What a lane is for. Names follow OpenDRIVE where it has one.</summary>
public enum LaneType
{
    /// <summary>General traffic.</summary>
    Driving,
    /// <summary>Motorway entry.</summary>
    Entry,
    /// <summary>Motorway exit.</summary>
    Exit,
    /// <summary>On-ramp.</summary>
    OnRamp,
    /// <summary>Off-ramp.</summary>
    OffRamp,
    /// <summary>Connecting ramp between motorways.</summary>
    ConnectingRamp,
    /// <summary>Buses and taxis.</summary>
    Bus,
    /// <summary>High-occupancy vehicles.</summary>
    Hov,
    /// <summary>Bicycles.</summary>
    Biking,
    /// <summary>Pedestrians.</summary>
    Sidewalk,
    /// <summary>A crossing modelled as a lane.</summary>
    Crosswalk,
    /// <summary>Parking.</summary>
    Parking,
    /// <summary>Hard shoulder for emergencies.</summary>
    Stop,
    /// <summary>Soft shoulder.</summary>
    Shoulder,
    /// <summary>Border of the road.</summary>
    Border,
    /// <summary>Curb.</summary>
    Curb,
    /// <summary>Median strip.</summary>
    Median,
    /// <summary>Rails.</summary>
    Rail,
    /// <summary>Trams.</summary>
    Tram,
    /// <summary>Restricted: not for traffic.</summary>
    Restricted,
    /// <summary>Under construction.</summary>
    RoadWorks,
    /// <summary>Two-way centre lane.</summary>
    BidirectionalDriving,
    /// <summary>Driveway, service or access road.</summary>
    Driveway,
    /// <summary>No defined use.</summary>
    None,
    /// <summary>Known to the source under a name that has no counterpart here.</summary>
    Other,
}
