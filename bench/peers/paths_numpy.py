# The peer of `bench -- paths`: the same network and rules, one simulated world after another, each a breadth-first spread over numpy arrays of all edges.
import json
import sys
import time

import numpy

with open(sys.argv[1]) as file:
    network = json.load(file)
worlds = int(sys.argv[2])
nodes, reach = network["nodes"], network["reach"]
begun = time.time()
place = {node["id"]: n for n, node in enumerate(nodes)}
zones = {name: n for n, name in enumerate(sorted({node["zone"] for node in nodes}))}
zone = numpy.array([zones[node["zone"]] for node in nodes])
entry = numpy.array([node["entry"] for node in nodes])
end = lambda name: place[name] if name in place else len(nodes) + zones[name]
tails = numpy.array([end(edge["from"]) for edge in reach])
heads = numpy.array([end(edge["to"]) for edge in reach])
weaknesses = [(n, w) for n, node in enumerate(nodes) for w in node["weaknesses"]]
of = numpy.array([n for n, _ in weaknesses])
chance = numpy.array([w["probability"] for _, w in weaknesses])
kind = {
    (start, gain): numpy.array([w["from"] == start and w["gains"] == gain for _, w in weaknesses])
    for start in ("network", "adjacent", "user")
    for gain in ("control", "access")
}
targets = [n for n, node in enumerate(nodes) if node["harm"] > 0]
prepared = time.time() - begun

random = numpy.random.default_rng(1)
fell = numpy.zeros(len(targets))
begun = time.time()
for _ in range(worlds):
    works = random.random(len(weaknesses)) < chance

    def opened(start, gain):
        open_nodes = numpy.zeros(len(nodes), bool)
        open_nodes[of[works & kind[start, gain]]] = True
        return open_nodes

    network_control, adjacent_control = opened("network", "control"), opened("adjacent", "control")
    control = entry | opened("user", "control")
    while True:
        held = numpy.zeros(len(zones), bool)
        held[zone[control]] = True
        reached = numpy.zeros(len(nodes) + len(zones), bool)
        reached[heads[numpy.concatenate([control, held])[tails]]] = True
        by_network = reached[: len(nodes)] | reached[len(nodes) + zone]
        more = control | (network_control & by_network) | (adjacent_control & held[zone])
        if (more == control).all():
            break
        control = more
    access = opened("user", "access") | (opened("network", "access") & by_network) | (opened("adjacent", "access") & held[zone])
    fell += (control | access)[targets]
print(json.dumps({"prepare": prepared, "secondsPerWorld": (time.time() - begun) / worlds, "probabilities": list(fell / worlds)}))
