"""Generated data in the formats of nuPlan, NAVSIM and ScenarioNet: a straight road of two lanes that leads through a junction, a car ahead, a cone."""

from __future__ import annotations

import math
import pickle
import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np

EAST, NORTH = 664_000.0, 3_998_000.0
EPSG = 32611
STEP_US = 50_000
SPEED = 10.0


def ego_x(t: float) -> float:
    """Rear axle along the road, m from its begin."""
    return 20.0 + SPEED * t


def database(path: Path, seconds: float = 8.0, gap_at: int | None = None) -> None:
    """A log of nuPlan: the tables and columns that matter."""
    db = sqlite3.connect(path)
    db.executescript(
        """
        CREATE TABLE log (token BLOB PRIMARY KEY, vehicle_name TEXT, date TEXT, timestamp INTEGER, logfile TEXT, location TEXT, map_version TEXT);
        CREATE TABLE ego_pose (token BLOB PRIMARY KEY, timestamp INTEGER, x REAL, y REAL, z REAL, qw REAL, qx REAL, qy REAL, qz REAL, vx REAL, vy REAL, vz REAL,
          acceleration_x REAL, acceleration_y REAL, acceleration_z REAL, angular_rate_x REAL, angular_rate_y REAL, angular_rate_z REAL, epsg INTEGER, log_token BLOB);
        CREATE TABLE lidar_pc (token BLOB PRIMARY KEY, next_token BLOB, prev_token BLOB, ego_pose_token BLOB, lidar_token BLOB, scene_token BLOB, filename TEXT, timestamp INTEGER);
        CREATE TABLE category (token BLOB PRIMARY KEY, name TEXT, description TEXT);
        CREATE TABLE track (token BLOB PRIMARY KEY, category_token BLOB, width REAL, length REAL, height REAL);
        CREATE TABLE lidar_box (token BLOB PRIMARY KEY, lidar_pc_token BLOB, track_token BLOB, next_token BLOB, prev_token BLOB, x REAL, y REAL, z REAL, width REAL, length REAL,
          height REAL, vx REAL, vy REAL, vz REAL, yaw REAL, confidence REAL);
        CREATE TABLE traffic_light_status (token BLOB PRIMARY KEY, lidar_pc_token BLOB, lane_connector_id INTEGER, status TEXT);
        """
    )
    db.execute("INSERT INTO log VALUES (?, 'own', '2026-01-01', 0, 'own-log', 'own-place', '1')", (b"log-----",))
    for i, name in enumerate(("vehicle", "traffic_cone")):
        db.execute("INSERT INTO category VALUES (?, ?, '')", (bytes([i] * 8), name))
        db.execute("INSERT INTO track VALUES (?, ?, 2, 4.5, 1.6)", (bytes([16 + i] * 8), bytes([i] * 8)))
    for i in range(round(seconds * 20) + 1):
        t = i * STEP_US * 1e-6
        stamp = 1_700_000_000_000_000 + i * STEP_US + (i % 3) * 900 + (5_000_000 if gap_at is not None and i >= gap_at else 0)
        key = struct.pack(">Q", i + 1)
        db.execute(
            "INSERT INTO ego_pose VALUES (?, ?, ?, ?, 0, 1, 0, 0, 0, ?, 0, 0, 0.25, 0, 0, 0, 0, 0, ?, ?)",
            (key, stamp, EAST + ego_x(t), NORTH, SPEED, EPSG, b"log-----"),
        )
        db.execute("INSERT INTO lidar_pc VALUES (?, NULL, NULL, ?, NULL, ?, '', ?)", (key, key, b"scene---" if i < 100 else b"scene--2", stamp))
        db.execute(
            "INSERT INTO lidar_box VALUES (?, ?, ?, NULL, NULL, ?, ?, 0, 2, 4.5, 1.6, ?, 0, 0, 0, 1)",
            (b"b" + key, key, bytes([16] * 8), EAST + ego_x(t) + 30 - t, NORTH, SPEED - 1),
        )
        if 20 <= i < 60:
            db.execute(
                "INSERT INTO lidar_box VALUES (?, ?, ?, NULL, NULL, ?, ?, 0, 0.4, 0.4, 0.8, 0, 0, 0, 0, 1)", (b"c" + key, key, bytes([17] * 8), EAST + 60, NORTH - 3)
            )
        db.execute("INSERT INTO traffic_light_status VALUES (?, ?, 7, ?)", (b"t" + key, key, "red" if t < 1 else "green"))
    db.commit()
    db.close()


def _blob(kind: int, rings: list[list[tuple[float, float]]], srs: int) -> bytes:
    head = b"GP\0\1" + struct.pack("<i", srs)
    if kind == 2:
        body = struct.pack("<I", len(rings[0])) + b"".join(struct.pack("<dd", *p) for p in rings[0])
        return head + b"\1" + struct.pack("<I", 2) + body
    body = struct.pack("<I", len(rings)) + b"".join(struct.pack("<I", len(r)) + b"".join(struct.pack("<dd", *p) for p in r) for r in rings)
    if kind == 3:
        return head + b"\1" + struct.pack("<I", 3) + body
    # A polygon with heights in a collection of polygons.
    body = struct.pack("<I", len(rings)) + b"".join(struct.pack("<I", len(r)) + b"".join(struct.pack("<ddd", *p, 1.5) for p in r) for r in rings)
    return head + b"\1" + struct.pack("<II", 6, 1) + b"\1" + struct.pack("<I", 1003) + body


def geopackage(path: Path) -> None:
    """A map of nuPlan: lanes 1 (left) and 2 to x = 60, connector 7 to 80, lane 3 from there on; metres of the map's own system."""
    db = sqlite3.connect(path)
    db.executescript(
        """
        CREATE TABLE meta (key TEXT, value TEXT);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
        CREATE TABLE boundaries (fid INTEGER PRIMARY KEY, geom BLOB, boundary_type_fid INTEGER);
        CREATE TABLE baseline_paths (fid INTEGER PRIMARY KEY, geom BLOB, lane_fid REAL, lane_connector_fid REAL);
        CREATE TABLE lanes_polygons (fid INTEGER PRIMARY KEY, geom BLOB, lane_group_fid INTEGER, lane_index INTEGER, speed_limit_mps REAL, left_boundary_fid INTEGER, right_boundary_fid INTEGER);
        CREATE TABLE lane_connectors (fid INTEGER PRIMARY KEY, geom BLOB, exit_lane_fid INTEGER, entry_lane_fid INTEGER, intersection_fid INTEGER, speed_limit_mps REAL,
          traffic_light_stop_line_fids TEXT);
        CREATE TABLE gen_lane_connectors_scaled_width_polygons (fid INTEGER PRIMARY KEY, geom BLOB, lane_connector_fid INTEGER, left_boundary_fid INTEGER, right_boundary_fid INTEGER);
        CREATE TABLE crosswalks (fid INTEGER PRIMARY KEY, geom BLOB);
        CREATE TABLE stop_polygons (fid INTEGER PRIMARY KEY, geom BLOB, stop_polygon_type_fid INTEGER);
        CREATE TABLE carpark_areas (fid INTEGER PRIMARY KEY, geom BLOB);
        """
    )
    db.execute("INSERT INTO meta VALUES ('projectedCoordSystem', ?)", (f"EPSG:{EPSG}",))
    for table in ("boundaries", "baseline_paths", "lanes_polygons", "lane_connectors", "gen_lane_connectors_scaled_width_polygons", "crosswalks", "stop_polygons", "carpark_areas"):
        db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)", (table, EPSG))

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(EAST + x, NORTH + y) for x, y in points]

    def line(*points: tuple[float, float]) -> bytes:
        return _blob(2, [at(*points)], EPSG)

    def area(kind: int, *points: tuple[float, float]) -> bytes:
        return _blob(kind, [at(*points, points[0])], EPSG)

    for fid, points in {
        10: [(0, 5.25), (60, 5.25)],
        11: [(60, 1.75), (30, 1.75), (0, 1.75)],  # drawn against the lanes
        12: [(0, -1.75), (60, -1.75)],
        13: [(60, 1.75), (80, 1.75)],
        14: [(60, -1.75), (80, -1.75)],
        15: [(80, 1.75), (400, 1.75)],
        16: [(80, -1.75), (400, -1.75)],
        17: [(5000, 0), (5100, 0)],
    }.items():
        db.execute("INSERT INTO boundaries VALUES (?, ?, 0)", (fid, line(*points)))
    for lane, connector, points in ((1, None, [(0, 3.5), (60, 3.5)]), (2, None, [(0, 0), (60, 0)]), (3, None, [(80, 0), (400, 0)]), (None, 7, [(60, 0), (80, 0)]), (4, None, [(5000, 0), (5100, 0)])):
        db.execute("INSERT INTO baseline_paths VALUES (NULL, ?, ?, ?)", (line(*points), lane, connector))
    for fid, group, index, left, right in ((1, 50, 0, 10, 11), (2, 50, 1, 11, 12), (3, 51, 0, 15, 16), (4, 52, 0, 17, 17)):
        db.execute("INSERT INTO lanes_polygons VALUES (?, NULL, ?, ?, 13.4, ?, ?)", (fid, group, index, left, right))
    db.execute("INSERT INTO lane_connectors VALUES (7, ?, 2, 3, 90, NULL, '33')", (line((60, 0), (80, 0)),))
    db.execute("INSERT INTO gen_lane_connectors_scaled_width_polygons VALUES (1, NULL, 7, 13, 14)")
    db.execute("INSERT INTO crosswalks VALUES (20, ?)", (area(3, (61, -4), (64, -4), (64, 7), (61, 7)),))
    db.execute("INSERT INTO stop_polygons VALUES (33, ?, 2)", (area(3, (58, -1.75), (59, -1.75), (59, 1.75), (58, 1.75)),))
    db.execute("INSERT INTO stop_polygons VALUES (34, ?, 3)", (area(3, (70, -1), (71, -1), (71, 1), (70, 1)),))
    db.execute("INSERT INTO carpark_areas VALUES (40, ?)", (area(6, (100, -20), (120, -20), (120, -5), (100, -5)),))
    db.commit()
    db.close()


def navsim_log(frames: int = 16, turn: float = math.pi / 4) -> list[dict[str, Any]]:
    """Frames of a log of NAVSIM, 2 Hz. The way runs north-east, or along the map's road with a turn of 0; boxes are in the ego's frame."""
    found = []
    for i in range(frames):
        way = ego_x(i * 0.5)
        found.append(
            {
                "token": f"{i:016x}",
                "frame_idx": i,
                "timestamp": 1_700_000_000_000_000 + i * 500_000,
                "log_name": "own-log",
                "scene_token": "scene",
                "map_location": "own-place",
                "roadblock_ids": ["50", "51"],
                "ego2global_translation": np.array([EAST + way * math.cos(turn), NORTH + way * math.sin(turn), 0.0]),
                "ego2global_rotation": np.array([math.cos(turn / 2), 0.0, 0.0, math.sin(turn / 2)]),
                "ego_dynamic_state": [SPEED, 0.0, 0.5, 0.0],
                "driving_command": np.array([0, 1, 0, 0]),
                "traffic_lights": [(7, i < 4)],
                "anns": {
                    "gt_boxes": np.array([[30.0, 2.0, 0.0, 4.5, 2.0, 1.6, 0.1], [12.0, -4.0, 0.0, 0.4, 0.4, 0.8, 0.0]], dtype=np.float32),
                    "gt_names": np.array(["vehicle", "traffic_cone"]),
                    "gt_velocity_3d": np.array([[8.0, 1.0, 0.0], [9.0, 9.0, 0.0]], dtype=np.float32),
                    "instance_tokens": [f"i{i}a", f"i{i}b"],
                    "track_tokens": ["car", "cone"],
                },
            }
        )
    return found


def description(steps: int = 30) -> dict[str, Any]:
    """A scenario description of ScenarioNet."""
    t = np.arange(steps, dtype=np.float32) * np.float32(0.1)
    position = np.stack([t * 10, np.zeros(steps), np.zeros(steps)], axis=1).astype(np.float32)
    return {
        "id": "own-0",
        "version": "1",
        "length": steps,
        "metadata": {"ts": t, "sdc_id": "ego", "coordinate": "metadrive", "metadrive_processed": False, "set": {"b", "a"}, "score": np.float64(1.5), "bad": float("nan")},
        "tracks": {
            "ego": {
                "type": "VEHICLE",
                "state": {"position": position, "heading": np.zeros(steps, np.float32), "velocity": np.tile(np.float32([10, 0]), (steps, 1)), "valid": np.ones(steps, bool), "length": np.full(steps, 4.5)},
                "metadata": {"type": "VEHICLE", "object_id": "ego", "track_length": steps},
            }
        },
        "dynamic_map_states": {},
        "map_features": {
            "7": {"type": "LANE_SURFACE_STREET", "polyline": np.stack([np.linspace(0, 60, 40), np.zeros(40)], axis=1), "exit_lanes": [], "entry_lanes": (), "left_neighbor": []},
        },
    }


def pickled(value: Any, path: Path) -> Path:
    """Writes a pickle."""
    path.write_bytes(pickle.dumps(value))
    return path
