"""The expectations of Z of a circuit in OpenQASM 3, read by Qiskit (with qiskit-qasm3-import).

    python expectations.py circuit.qasm < angles.json > expectations.json

angles.json is a list of rows of angles, for the inputs angle_0, angle_1, ...; the result is a list of rows of
expectations of q[0], q[1], ...
"""
import json
import sys

from qiskit import qasm3
from qiskit.quantum_info import Pauli, Statevector

with open(sys.argv[1]) as file:
    circuit = qasm3.loads(file.read())
circuit.remove_final_measurements()
rows = []
for angles in json.load(sys.stdin):
    values = {parameter: angles[int(parameter.name.removeprefix("angle_"))] for parameter in circuit.parameters}
    state = Statevector(circuit.assign_parameters(values))
    qubits = range(circuit.num_qubits)
    rows.append([float(state.expectation_value(Pauli("Z"), [j]).real) for j in qubits])
json.dump(rows, sys.stdout)
