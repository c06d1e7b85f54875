"""The desk of the workflow tests, for walking the paths again."""

from tests.workflows.conftest import desk as desk
