"""The screens of courses: learning, certificates, the office's register, reports, and the public check."""
