"""Features that are real numbers: problems, their exact error functions, and how large an error can be.

A statement beside the Boolean one: |f_i(y) - t_i(y)| <= epsilon_i for every admissible y, where y has at most v entries
that are not 0 and each lies in the range of its feature.
"""
