(** From the proved program to OCaml. Trusted: what each operation becomes (ocaml/machine.ml), and Coq's extraction.
    Integers and natural numbers become 63-bit integers that are exact or stop the program, arrays become arrays. *)
From Coq Require Import ZArith List Bool.
From Coq Require Import Extraction ExtrOcamlBasic ExtrOcamlNativeString.
From Superproof Require Import Statement Codes Documents Arrays Lanes Branch Certify FloatCertify.

Extract Inductive nat => int [ "0" "(Machine.add 1)" ] "(fun zero next n -> if n = 0 then zero () else next (n - 1))".
Extract Inductive positive => int
  [ "Machine.twice_and_one" "Machine.twice" "1" ]
  "(fun odd even one n -> if n = 1 then one () else if n land 1 = 1 then odd (n lsr 1) else even (n lsr 1))".
Extract Inductive Z => int [ "0" "" "(~-)" ]
  "(fun zero plus minus z -> if z = 0 then zero () else if z > 0 then plus z else minus (Machine.opp z))".

Extract Inlined Constant Z.add => "Machine.add".
Extract Inlined Constant Z.sub => "Machine.sub".
Extract Inlined Constant Z.opp => "Machine.opp".
Extract Inlined Constant Z.mul => "Machine.mul".
Extract Inlined Constant Z.abs => "Machine.abs".
Extract Inlined Constant Z.max => "Machine.max".
Extract Inlined Constant Z.min => "Machine.min".
Extract Inlined Constant Z.ltb => "Machine.less".
Extract Inlined Constant Z.leb => "Machine.at_most".
Extract Inlined Constant Z.eqb => "Machine.equal".
Extract Inlined Constant Z.land => "(land)".
Extract Inlined Constant Z.lor => "(lor)".
Extract Inlined Constant Z.lxor => "(lxor)".
Extract Inlined Constant Z.shiftl => "Machine.shift_left".
Extract Inlined Constant Z.shiftr => "Machine.shift_right".
Extract Inlined Constant Z.testbit => "Machine.test_bit".
Extract Inlined Constant Z.modulo => "Machine.modulo".
Extract Inlined Constant Z.of_nat => "".
Extract Inlined Constant Z.to_nat => "(Machine.max 0)".

Extract Inlined Constant Nat.add => "Machine.add".
Extract Inlined Constant Init.Nat.add => "Machine.add".
Extract Inlined Constant Nat.sub => "Machine.nat_sub".
Extract Inlined Constant Init.Nat.sub => "Machine.nat_sub".
Extract Inlined Constant Nat.mul => "Machine.mul".
Extract Inlined Constant Init.Nat.mul => "Machine.mul".
Extract Inlined Constant Nat.max => "Machine.max".
Extract Inlined Constant Init.Nat.max => "Machine.max".
Extract Inlined Constant Nat.min => "Machine.min".
Extract Inlined Constant Init.Nat.min => "Machine.min".
Extract Inlined Constant Nat.eqb => "Machine.equal".
Extract Inlined Constant Init.Nat.eqb => "Machine.equal".
Extract Inlined Constant Nat.ltb => "Machine.less".
Extract Inlined Constant Init.Nat.ltb => "Machine.less".
Extract Inlined Constant Nat.leb => "Machine.at_most".
Extract Inlined Constant Init.Nat.leb => "Machine.at_most".
Extract Inlined Constant Nat.modulo => "Machine.nat_mod".
Extract Inlined Constant Init.Nat.modulo => "Machine.nat_mod".
Extract Inlined Constant Nat.div => "Machine.nat_div".
Extract Inlined Constant Init.Nat.div => "Machine.nat_div".
Extract Inlined Constant Nat.div2 => "Machine.half".
Extract Inlined Constant Init.Nat.div2 => "Machine.half".
Extract Inlined Constant Nat.odd => "Machine.odd".
Extract Inlined Constant Init.Nat.odd => "Machine.odd".
Extract Inlined Constant Nat.testbit => "Machine.nat_bit".
Extract Inlined Constant Init.Nat.testbit => "Machine.nat_bit".
Extract Inlined Constant List.length => "List.length".

Extract Inlined Constant uadd => "Machine.wrapping_add".
Extract Inlined Constant umul => "Machine.wrapping_mul".
Extract Inlined Constant urelu => "Machine.positive_part".

Extract Constant arr => "int array".
Extract Inlined Constant of_list => "Array.of_list".
Extract Inlined Constant build => "Machine.build".
Extract Inlined Constant get => "Machine.get".
Extract Constant packed => "Machine.packed".
Extract Inlined Constant pack => "Machine.pack".
Extract Inlined Constant entry => "Machine.entry".
Extract Constant table "'a" => "'a array".
Extract Inlined Constant table_of => "Array.of_list".
Extract Inlined Constant look => "Machine.look".

Extract Inlined Constant beside => "Machine.beside".

Extraction "certifier.ml" certify certify_floats.
