"""A look at an OpenDRIVE text before CARLA gets it: broken links are what its importer crashes on."""

from __future__ import annotations

import re
from xml.etree import ElementTree

MAX_DEPTH_ELEMENTS = 5_000_000


def lint(content: bytes) -> tuple[str, list[str]]:
    """
    The text, and what CARLA leaves out of it. Raises ValueError for what it would stumble over. No document type and no entities: such a file is
    refused before it is parsed.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise ValueError(f"the map is not UTF-8: {e}") from None
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ValueError("the map declares a document type or entities, which no OpenDRIVE file needs")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as e:
        raise ValueError(f"the map is not XML: {e}") from None
    if root.tag.rpartition("}")[2] != "OpenDRIVE":
        raise ValueError(f"the map's root is <{root.tag[:40]}>, not <OpenDRIVE>")
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    roads = {r.get("id", ""): r for r in root.findall("road")}
    junctions = {j.get("id", ""): j for j in root.findall("junction")}
    if not roads:
        raise ValueError("the map has no road")
    if len(roads) != len(root.findall("road")):
        raise ValueError("two roads of the map have the same id")
    notes: set[str] = set()
    for road_id, road in roads.items():
        if road.find("planView/geometry") is None or road.find("lanes/laneSection") is None:
            raise ValueError(f"road {road_id} has no geometry or no lane section")
        for end in ("predecessor", "successor"):
            link = road.find(f"link/{end}")
            if link is not None and link.get("elementId") not in (junctions if link.get("elementType") == "junction" else roads):
                raise ValueError(f"road {road_id}: its {end}, {link.get('elementType')} {link.get('elementId')}, does not exist")
        if road.find("lateralProfile/superelevation") is not None or road.find("lateralProfile/shape") is not None:
            notes.add("the map's lateral slopes: CARLA's roads are level across")
        _check_lanes(road_id, road, roads)
    for junction_id, junction in junctions.items():
        for c in junction.findall("connection"):
            for key in ("incomingRoad", "connectingRoad"):
                if (named := c.get(key)) is not None and named not in roads:
                    raise ValueError(f"junction {junction_id}: its {key} {named} does not exist")
        if junction.get("type", "default") != "default":
            notes.add(f"junctions of type {junction.get('type', '')[:20]}: CARLA knows the default one")
    return text, sorted(notes)


def _check_lanes(road_id: str, road: ElementTree.Element, roads: dict[str, ElementTree.Element]) -> None:
    sections = road.findall("lanes/laneSection")

    def ids(section: ElementTree.Element) -> set[str | None]:
        return {lane.get("id") for lane in section.iter("lane")}

    for i, section in enumerate(sections):
        for lane in section.iter("lane"):
            for end, step, edge in (("predecessor", -1, 0), ("successor", 1, len(sections) - 1)):
                link = lane.find(f"link/{end}")
                if link is None:
                    continue
                if i != edge:
                    beyond = ids(sections[i + step])
                else:
                    to = road.find(f"link/{end}")
                    other = roads.get(to.get("elementId", "")) if to is not None and to.get("elementType") == "road" else None
                    if other is None:
                        continue
                    there = other.findall("lanes/laneSection")
                    beyond = ids(there[0 if to is not None and to.get("contactPoint") == "start" else -1]) if there else set()
                if link.get("id") not in beyond:
                    raise ValueError(f"road {road_id}, lane {lane.get('id')}: its {end} lane {link.get('id')} does not exist")
