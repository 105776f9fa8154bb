namespace Sim.Formats.Gltf;

/// <summary>The colours of a replay, in the order of the file's materials.</summary>
internal enum GltfMaterial
{
    /// <summary>Beside the road.</summary>
    Ground,
    /// <summary>Lanes that are not for vehicles.</summary>
    Way,
    /// <summary>Lanes of traffic.</summary>
    Road,
    /// <summary>Painted lines.</summary>
    Line,
    /// <summary>The way that the ego took.</summary>
    EgoPath,
    /// <summary>The ego.</summary>
    Ego,
    /// <summary>Cars and vans.</summary>
    Car,
    /// <summary>Trucks, trailers, buses, trains.</summary>
    Large,
    /// <summary>Motorcycles and bicycles.</summary>
    TwoWheeler,
    /// <summary>Pedestrians and animals.</summary>
    Walker,
    /// <summary>Parked vehicles, objects, unknown ones.</summary>
    Object,
    /// <summary>The arrow on a roof.</summary>
    Arrow,
    /// <summary>Contacts.</summary>
    Contact,
}
