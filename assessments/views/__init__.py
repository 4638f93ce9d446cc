"""The screens of assessments."""
