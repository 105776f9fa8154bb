"""Logs of nuPlan, NAVSIM and ScenarioNet, made into files that Sim reads."""
