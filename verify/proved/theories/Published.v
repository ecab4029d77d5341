(** The published theorems, and what each of them rests on: nothing but Coq's kernel ("Closed under the global context"). *)
From Superproof Require Import Statement Codes Documents Compression Digesting Lanes Pools Received Transform Trees Exact63 Branch Walk Growth Calm Reduction Enumerate Attained
  Cause Beyond Neurons Wrong ActiveGates ByActivity Xor Contracts Certify Counting FunctionClasses Families ReedSolomon Superposed Choices Existence.

Print Assumptions certified.
Print Assumptions check_enumerate_sound.
Print Assumptions check_branch_sound.
Print Assumptions tree63_exact.
Print Assumptions attains_sound.
Print Assumptions check_tree_sound.
Print Assumptions upper_lanes_spec.
Print Assumptions upper_worst_eq.
Print Assumptions compressed_spec.
Print Assumptions sha256_by_pieces.
Print Assumptions products_spec.
Print Assumptions of_products_spec.
Print Assumptions transform_spec.
Print Assumptions walk_covers.
Print Assumptions calm_part.
Print Assumptions grow_meets.
Print Assumptions check_contracts_sound.
Print Assumptions check_levels_sound.
Print Assumptions check_neuron_sound.
Print Assumptions cause_of_wrong.
Print Assumptions cause_beyond.
Print Assumptions most_ones_spec.
Print Assumptions plain_values.
Print Assumptions plain_sparse.
Print Assumptions wrong_neurons.
Print Assumptions wrongs_spec.
Print Assumptions most_need_long_descriptions.
Print Assumptions parameters_of_fixed_length.
Print Assumptions distinct_ands_count.
Print Assumptions free_ands_count.
Print Assumptions ands_differ.
Print Assumptions choose_2.
Print Assumptions ands_need_parameters.
Print Assumptions permutations_count.
Print Assumptions permutations_differ.
Print Assumptions naive_computes.
Print Assumptions words_share.
Print Assumptions words_hold.
Print Assumptions reed_solomon_holds.
Print Assumptions superposed_computes.
Print Assumptions many_are_rare.
Print Assumptions one_is_good.
Print Assumptions pairs_exist.
Print Assumptions square_root_many_neurons.
