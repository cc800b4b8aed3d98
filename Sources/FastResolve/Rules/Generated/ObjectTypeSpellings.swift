// Written by Scripts/generate-torch-tables from tables read off torch 2.13. Do not edit.
// swift-format-ignore-file

/// A torch object a line: its canonical name, then its other spellings.
let objectTypeSpellings: StaticString = #"""
  _operator.abs operator.abs
  _operator.add operator.add
  _operator.and_ operator.and_
  _operator.call operator.call
  _operator.concat operator.concat
  _operator.contains operator.contains
  _operator.countOf operator.countOf
  _operator.delitem operator.delitem
  _operator.eq operator.eq
  _operator.floordiv operator.floordiv
  _operator.ge operator.ge
  _operator.getitem operator.getitem
  _operator.gt operator.gt
  _operator.iadd operator.iadd
  _operator.iand operator.iand
  _operator.iconcat operator.iconcat
  _operator.ifloordiv operator.ifloordiv
  _operator.ilshift operator.ilshift
  _operator.imatmul operator.imatmul
  _operator.imod operator.imod
  _operator.imul operator.imul
  _operator.index operator.index
  _operator.indexOf operator.indexOf
  _operator.inv operator.inv
  _operator.invert operator.invert
  _operator.ior operator.ior
  _operator.ipow operator.ipow
  _operator.irshift operator.irshift
  _operator.is_ operator.is_
  _operator.is_not operator.is_not
  _operator.isub operator.isub
  _operator.itruediv operator.itruediv
  _operator.ixor operator.ixor
  _operator.le operator.le
  _operator.length_hint operator.length_hint
  _operator.lshift operator.lshift
  _operator.lt operator.lt
  _operator.matmul operator.matmul
  _operator.mod operator.mod
  _operator.mul operator.mul
  _operator.ne operator.ne
  _operator.neg operator.neg
  _operator.not_ operator.not_
  _operator.or_ operator.or_
  _operator.pos operator.pos
  _operator.pow operator.pow
  _operator.rshift operator.rshift
  _operator.setitem operator.setitem
  _operator.sub operator.sub
  _operator.truediv operator.truediv
  _operator.truth operator.truth
  _operator.xor operator.xor
  torch._C._fft.fft_fft torch.fft.fft
  torch._C._fft.fft_fft2 torch.fft.fft2
  torch._C._fft.fft_fftfreq torch.fft.fftfreq
  torch._C._fft.fft_fftn torch.fft.fftn
  torch._C._fft.fft_fftshift torch.fft.fftshift
  torch._C._fft.fft_hfft torch.fft.hfft
  torch._C._fft.fft_hfft2 torch.fft.hfft2
  torch._C._fft.fft_hfftn torch.fft.hfftn
  torch._C._fft.fft_ifft torch.fft.ifft
  torch._C._fft.fft_ifft2 torch.fft.ifft2
  torch._C._fft.fft_ifftn torch.fft.ifftn
  torch._C._fft.fft_ifftshift torch.fft.ifftshift
  torch._C._fft.fft_ihfft torch.fft.ihfft
  torch._C._fft.fft_ihfft2 torch.fft.ihfft2
  torch._C._fft.fft_ihfftn torch.fft.ihfftn
  torch._C._fft.fft_irfft torch.fft.irfft
  torch._C._fft.fft_irfft2 torch.fft.irfft2
  torch._C._fft.fft_irfftn torch.fft.irfftn
  torch._C._fft.fft_rfft torch.fft.rfft
  torch._C._fft.fft_rfft2 torch.fft.rfft2
  torch._C._fft.fft_rfftfreq torch.fft.rfftfreq
  torch._C._fft.fft_rfftn torch.fft.rfftn
  torch._C._has_torch_function torch.nn.functional.has_torch_function
  torch._C._has_torch_function_unary torch.nn.functional.has_torch_function_unary
  torch._C._has_torch_function_variadic torch.nn.functional.has_torch_function_variadic
  torch._C._linalg.linalg_cholesky torch.linalg.cholesky
  torch._C._linalg.linalg_cholesky_ex torch.linalg.cholesky_ex
  torch._C._linalg.linalg_cond torch.linalg.cond
  torch._C._linalg.linalg_cross torch.linalg.cross
  torch._C._linalg.linalg_det torch.linalg.det
  torch._C._linalg.linalg_diagonal torch.linalg.diagonal
  torch._C._linalg.linalg_eig torch.linalg.eig
  torch._C._linalg.linalg_eigh torch.linalg.eigh
  torch._C._linalg.linalg_eigvals torch.linalg.eigvals
  torch._C._linalg.linalg_eigvalsh torch.linalg.eigvalsh
  torch._C._linalg.linalg_householder_product torch.linalg.householder_product
  torch._C._linalg.linalg_inv torch.linalg.inv
  torch._C._linalg.linalg_inv_ex torch.linalg.inv_ex
  torch._C._linalg.linalg_ldl_factor torch.linalg.ldl_factor
  torch._C._linalg.linalg_ldl_factor_ex torch.linalg.ldl_factor_ex
  torch._C._linalg.linalg_ldl_solve torch.linalg.ldl_solve
  torch._C._linalg.linalg_lstsq torch.linalg.lstsq
  torch._C._linalg.linalg_lu torch.linalg.lu
  torch._C._linalg.linalg_lu_factor torch.linalg.lu_factor
  torch._C._linalg.linalg_lu_factor_ex torch.linalg.lu_factor_ex
  torch._C._linalg.linalg_lu_solve torch.linalg.lu_solve
  torch._C._linalg.linalg_matmul torch.linalg.matmul
  torch._C._linalg.linalg_matrix_exp torch.linalg.matrix_exp
  torch._C._linalg.linalg_matrix_norm torch.linalg.matrix_norm
  torch._C._linalg.linalg_matrix_power torch.linalg.matrix_power
  torch._C._linalg.linalg_matrix_rank torch.linalg.matrix_rank
  torch._C._linalg.linalg_multi_dot torch.linalg.multi_dot
  torch._C._linalg.linalg_norm torch.linalg.norm
  torch._C._linalg.linalg_pinv torch.linalg.pinv
  torch._C._linalg.linalg_qr torch.linalg.qr
  torch._C._linalg.linalg_slogdet torch.linalg.slogdet
  torch._C._linalg.linalg_solve torch.linalg.solve
  torch._C._linalg.linalg_solve_ex torch.linalg.solve_ex
  torch._C._linalg.linalg_solve_triangular torch.linalg.solve_triangular
  torch._C._linalg.linalg_svd torch.linalg.svd
  torch._C._linalg.linalg_svdvals torch.linalg.svdvals
  torch._C._linalg.linalg_tensorinv torch.linalg.tensorinv
  torch._C._linalg.linalg_tensorsolve torch.linalg.tensorsolve
  torch._C._linalg.linalg_vander torch.linalg.vander
  torch._C._linalg.linalg_vecdot torch.linalg.vecdot
  torch._C._linalg.linalg_vector_norm torch.linalg.vector_norm
  torch._C._nn.avg_pool2d torch.nn.functional.avg_pool2d
  torch._C._nn.avg_pool3d torch.nn.functional.avg_pool3d
  torch._C._nn.elu_ torch.nn.functional.elu_
  torch._C._nn.gelu torch.nn.functional.gelu
  torch._C._nn.hardtanh_ torch.nn.functional.hardtanh_
  torch._C._nn.leaky_relu_ torch.nn.functional.leaky_relu_
  torch._C._nn.linear torch.nn.functional.linear
  torch._C._nn.log_sigmoid torch.nn.functional.logsigmoid
  torch._C._nn.one_hot torch.nn.functional.one_hot
  torch._C._nn.scaled_dot_product_attention torch.nn.functional.scaled_dot_product_attention
  torch._C._nn.softplus torch.nn.functional.softplus
  torch._C._nn.softshrink torch.nn.functional.softshrink
  torch._C._special.special_airy_ai torch.special.airy_ai
  torch._C._special.special_bessel_j0 torch.special.bessel_j0
  torch._C._special.special_bessel_j1 torch.special.bessel_j1
  torch._C._special.special_bessel_y0 torch.special.bessel_y0
  torch._C._special.special_bessel_y1 torch.special.bessel_y1
  torch._C._special.special_chebyshev_polynomial_t torch.special.chebyshev_polynomial_t
  torch._C._special.special_chebyshev_polynomial_u torch.special.chebyshev_polynomial_u
  torch._C._special.special_chebyshev_polynomial_v torch.special.chebyshev_polynomial_v
  torch._C._special.special_chebyshev_polynomial_w torch.special.chebyshev_polynomial_w
  torch._C._special.special_digamma torch.special.digamma
  torch._C._special.special_entr torch.special.entr
  torch._C._special.special_erf torch.special.erf
  torch._C._special.special_erfc torch.special.erfc
  torch._C._special.special_erfcx torch.special.erfcx
  torch._C._special.special_erfinv torch.special.erfinv
  torch._C._special.special_exp2 torch.special.exp2
  torch._C._special.special_expit torch.special.expit
  torch._C._special.special_expm1 torch.special.expm1
  torch._C._special.special_gammainc torch.special.gammainc
  torch._C._special.special_gammaincc torch.special.gammaincc
  torch._C._special.special_gammaln torch.special.gammaln
  torch._C._special.special_hermite_polynomial_h torch.special.hermite_polynomial_h
  torch._C._special.special_hermite_polynomial_he torch.special.hermite_polynomial_he
  torch._C._special.special_i0 torch.special.i0
  torch._C._special.special_i0e torch.special.i0e
  torch._C._special.special_i1 torch.special.i1
  torch._C._special.special_i1e torch.special.i1e
  torch._C._special.special_laguerre_polynomial_l torch.special.laguerre_polynomial_l
  torch._C._special.special_legendre_polynomial_p torch.special.legendre_polynomial_p
  torch._C._special.special_log1p torch.special.log1p
  torch._C._special.special_log_ndtr torch.special.log_ndtr
  torch._C._special.special_log_softmax torch.special.log_softmax
  torch._C._special.special_logit torch.special.logit
  torch._C._special.special_logsumexp torch.special.logsumexp
  torch._C._special.special_modified_bessel_i0 torch.special.modified_bessel_i0
  torch._C._special.special_modified_bessel_i1 torch.special.modified_bessel_i1
  torch._C._special.special_modified_bessel_k0 torch.special.modified_bessel_k0
  torch._C._special.special_modified_bessel_k1 torch.special.modified_bessel_k1
  torch._C._special.special_multigammaln torch.special.multigammaln
  torch._C._special.special_ndtr torch.special.ndtr
  torch._C._special.special_ndtri torch.special.ndtri
  torch._C._special.special_polygamma torch.special.polygamma
  torch._C._special.special_psi torch.special.psi
  torch._C._special.special_round torch.special.round
  torch._C._special.special_scaled_modified_bessel_k0 torch.special.scaled_modified_bessel_k0
  torch._C._special.special_scaled_modified_bessel_k1 torch.special.scaled_modified_bessel_k1
  torch._C._special.special_shifted_chebyshev_polynomial_t torch.special.shifted_chebyshev_polynomial_t
  torch._C._special.special_shifted_chebyshev_polynomial_u torch.special.shifted_chebyshev_polynomial_u
  torch._C._special.special_shifted_chebyshev_polynomial_v torch.special.shifted_chebyshev_polynomial_v
  torch._C._special.special_shifted_chebyshev_polynomial_w torch.special.shifted_chebyshev_polynomial_w
  torch._C._special.special_sinc torch.special.sinc
  torch._C._special.special_softmax torch.special.softmax
  torch._C._special.special_spherical_bessel_j0 torch.special.spherical_bessel_j0
  torch._C._special.special_xlog1py torch.special.xlog1py
  torch._C._special.special_xlogy torch.special.xlogy
  torch._C._special.special_zeta torch.special.zeta
  torch._C._to_dlpack torch.to_dlpack
  torch._higher_order_ops.while_loop.while_loop torch.while_loop
  torch._jit_internal.boolean_dispatch torch.nn.functional.boolean_dispatch
  torch._linalg_utils._symeig torch.symeig
  torch._linalg_utils.eig torch.eig
  torch._linalg_utils.lstsq torch.lstsq
  torch._linalg_utils.matrix_rank torch.matrix_rank
  torch._linalg_utils.solve torch.solve
  torch._lobpcg.lobpcg torch.lobpcg
  torch._lowrank.pca_lowrank torch.pca_lowrank
  torch._lowrank.svd_lowrank torch.svd_lowrank
  torch._segment_reduce torch.segment_reduce
  torch._sym_sqrt torch.sym_sqrt
  torch._tensor_str.set_printoptions torch.set_printoptions
  torch._utils.classproperty torch.classproperty
  torch._utils_internal.get_file_path torch.get_file_path
  torch._utils_internal.prepare_multiprocessing_environment torch.prepare_multiprocessing_environment
  torch._utils_internal.profiler_allow_cudagraph_cupti_lazy_reinit_cuda12 torch.profiler_allow_cudagraph_cupti_lazy_reinit_cuda12
  torch.adaptive_avg_pool1d torch.nn.functional.adaptive_avg_pool1d
  torch.ao.nn.intrinsic.modules.fused.BNReLU2d torch.ao.nn.intrinsic.BNReLU2d torch.nn.intrinsic.BNReLU2d
  torch.ao.nn.intrinsic.modules.fused.BNReLU3d torch.ao.nn.intrinsic.BNReLU3d torch.nn.intrinsic.BNReLU3d
  torch.ao.nn.intrinsic.modules.fused.ConvAdd2d torch.ao.nn.intrinsic.ConvAdd2d
  torch.ao.nn.intrinsic.modules.fused.ConvAddReLU2d torch.ao.nn.intrinsic.ConvAddReLU2d
  torch.ao.nn.intrinsic.modules.fused.ConvBn1d torch.ao.nn.intrinsic.ConvBn1d torch.nn.intrinsic.ConvBn1d
  torch.ao.nn.intrinsic.modules.fused.ConvBn2d torch.ao.nn.intrinsic.ConvBn2d torch.nn.intrinsic.ConvBn2d
  torch.ao.nn.intrinsic.modules.fused.ConvBn3d torch.ao.nn.intrinsic.ConvBn3d torch.nn.intrinsic.ConvBn3d
  torch.ao.nn.intrinsic.modules.fused.ConvBnReLU1d torch.ao.nn.intrinsic.ConvBnReLU1d torch.nn.intrinsic.ConvBnReLU1d
  torch.ao.nn.intrinsic.modules.fused.ConvBnReLU2d torch.ao.nn.intrinsic.ConvBnReLU2d torch.nn.intrinsic.ConvBnReLU2d
  torch.ao.nn.intrinsic.modules.fused.ConvBnReLU3d torch.ao.nn.intrinsic.ConvBnReLU3d torch.nn.intrinsic.ConvBnReLU3d
  torch.ao.nn.intrinsic.modules.fused.ConvReLU1d torch.ao.nn.intrinsic.ConvReLU1d torch.nn.intrinsic.ConvReLU1d
  torch.ao.nn.intrinsic.modules.fused.ConvReLU2d torch.ao.nn.intrinsic.ConvReLU2d torch.nn.intrinsic.ConvReLU2d
  torch.ao.nn.intrinsic.modules.fused.ConvReLU3d torch.ao.nn.intrinsic.ConvReLU3d torch.nn.intrinsic.ConvReLU3d
  torch.ao.nn.intrinsic.modules.fused.LinearBn1d torch.ao.nn.intrinsic.LinearBn1d torch.nn.intrinsic.LinearBn1d
  torch.ao.nn.intrinsic.modules.fused.LinearLeakyReLU torch.ao.nn.intrinsic.LinearLeakyReLU
  torch.ao.nn.intrinsic.modules.fused.LinearReLU torch.ao.nn.intrinsic.LinearReLU torch.nn.intrinsic.LinearReLU
  torch.ao.nn.intrinsic.modules.fused.LinearTanh torch.ao.nn.intrinsic.LinearTanh
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvBn1d torch.ao.nn.intrinsic.qat.ConvBn1d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvBn2d torch.ao.nn.intrinsic.qat.ConvBn2d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvBn3d torch.ao.nn.intrinsic.qat.ConvBn3d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvBnReLU1d torch.ao.nn.intrinsic.qat.ConvBnReLU1d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvBnReLU2d torch.ao.nn.intrinsic.qat.ConvBnReLU2d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvBnReLU3d torch.ao.nn.intrinsic.qat.ConvBnReLU3d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvReLU1d torch.ao.nn.intrinsic.qat.ConvReLU1d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvReLU2d torch.ao.nn.intrinsic.qat.ConvReLU2d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.ConvReLU3d torch.ao.nn.intrinsic.qat.ConvReLU3d
  torch.ao.nn.intrinsic.qat.modules.conv_fused.freeze_bn_stats torch.ao.nn.intrinsic.qat.freeze_bn_stats
  torch.ao.nn.intrinsic.qat.modules.conv_fused.update_bn_stats torch.ao.nn.intrinsic.qat.update_bn_stats
  torch.ao.nn.intrinsic.qat.modules.linear_fused.LinearBn1d torch.ao.nn.intrinsic.qat.LinearBn1d
  torch.ao.nn.intrinsic.qat.modules.linear_relu.LinearReLU torch.ao.nn.intrinsic.qat.LinearReLU
  torch.ao.nn.qat.modules.conv.Conv1d torch.ao.nn.qat.Conv1d torch.nn.qat.Conv1d
  torch.ao.nn.qat.modules.conv.Conv2d torch.ao.nn.qat.Conv2d torch.nn.qat.Conv2d
  torch.ao.nn.qat.modules.conv.Conv3d torch.ao.nn.qat.Conv3d torch.nn.qat.Conv3d
  torch.ao.nn.qat.modules.embedding_ops.Embedding torch.ao.nn.qat.Embedding torch.nn.qat.Embedding
  torch.ao.nn.qat.modules.embedding_ops.EmbeddingBag torch.ao.nn.qat.EmbeddingBag torch.nn.qat.EmbeddingBag
  torch.ao.nn.qat.modules.linear.Linear torch.ao.nn.qat.Linear torch.nn.qat.Linear
  torch.ao.nn.quantizable.modules.activation.MultiheadAttention torch.ao.nn.quantizable.MultiheadAttention
  torch.ao.nn.quantizable.modules.rnn.LSTM torch.ao.nn.quantizable.LSTM
  torch.ao.nn.quantizable.modules.rnn.LSTMCell torch.ao.nn.quantizable.LSTMCell
  torch.ao.nn.quantized.dynamic.modules.conv.Conv1d torch.ao.nn.quantized.dynamic.Conv1d
  torch.ao.nn.quantized.dynamic.modules.conv.Conv2d torch.ao.nn.quantized.dynamic.Conv2d
  torch.ao.nn.quantized.dynamic.modules.conv.Conv3d torch.ao.nn.quantized.dynamic.Conv3d
  torch.ao.nn.quantized.dynamic.modules.conv.ConvTranspose1d torch.ao.nn.quantized.dynamic.ConvTranspose1d
  torch.ao.nn.quantized.dynamic.modules.conv.ConvTranspose2d torch.ao.nn.quantized.dynamic.ConvTranspose2d
  torch.ao.nn.quantized.dynamic.modules.conv.ConvTranspose3d torch.ao.nn.quantized.dynamic.ConvTranspose3d
  torch.ao.nn.quantized.dynamic.modules.linear.Linear torch.ao.nn.quantized.dynamic.Linear
  torch.ao.nn.quantized.dynamic.modules.rnn.GRU torch.ao.nn.quantized.dynamic.GRU
  torch.ao.nn.quantized.dynamic.modules.rnn.GRUCell torch.ao.nn.quantized.dynamic.GRUCell
  torch.ao.nn.quantized.dynamic.modules.rnn.LSTM torch.ao.nn.quantized.dynamic.LSTM
  torch.ao.nn.quantized.dynamic.modules.rnn.LSTMCell torch.ao.nn.quantized.dynamic.LSTMCell
  torch.ao.nn.quantized.dynamic.modules.rnn.RNNCell torch.ao.nn.quantized.dynamic.RNNCell
  torch.ao.nn.quantized.modules.DeQuantize torch.ao.nn.quantized.DeQuantize torch.nn.quantized.DeQuantize
  torch.ao.nn.quantized.modules.Quantize torch.ao.nn.quantized.Quantize torch.nn.quantized.Quantize
  torch.ao.nn.quantized.modules.activation.ELU torch.ao.nn.quantized.ELU torch.nn.quantized.ELU
  torch.ao.nn.quantized.modules.activation.Hardswish torch.ao.nn.quantized.Hardswish torch.nn.quantized.Hardswish
  torch.ao.nn.quantized.modules.activation.LeakyReLU torch.ao.nn.quantized.LeakyReLU torch.nn.quantized.LeakyReLU
  torch.ao.nn.quantized.modules.activation.MultiheadAttention torch.ao.nn.quantized.MultiheadAttention torch.nn.quantized.MultiheadAttention
  torch.ao.nn.quantized.modules.activation.PReLU torch.ao.nn.quantized.PReLU torch.nn.quantized.PReLU
  torch.ao.nn.quantized.modules.activation.ReLU6 torch.ao.nn.quantized.ReLU6 torch.nn.quantized.ReLU6
  torch.ao.nn.quantized.modules.activation.Sigmoid torch.ao.nn.quantized.Sigmoid torch.nn.quantized.Sigmoid
  torch.ao.nn.quantized.modules.activation.Softmax torch.ao.nn.quantized.Softmax torch.nn.quantized.Softmax
  torch.ao.nn.quantized.modules.batchnorm.BatchNorm2d torch.ao.nn.quantized.BatchNorm2d torch.nn.quantized.BatchNorm2d
  torch.ao.nn.quantized.modules.batchnorm.BatchNorm3d torch.ao.nn.quantized.BatchNorm3d torch.nn.quantized.BatchNorm3d
  torch.ao.nn.quantized.modules.conv.Conv1d torch.ao.nn.quantized.Conv1d torch.nn.quantized.Conv1d
  torch.ao.nn.quantized.modules.conv.Conv2d torch.ao.nn.quantized.Conv2d torch.nn.quantized.Conv2d
  torch.ao.nn.quantized.modules.conv.Conv3d torch.ao.nn.quantized.Conv3d torch.nn.quantized.Conv3d
  torch.ao.nn.quantized.modules.conv.ConvTranspose1d torch.ao.nn.quantized.ConvTranspose1d torch.nn.quantized.ConvTranspose1d
  torch.ao.nn.quantized.modules.conv.ConvTranspose2d torch.ao.nn.quantized.ConvTranspose2d torch.nn.quantized.ConvTranspose2d
  torch.ao.nn.quantized.modules.conv.ConvTranspose3d torch.ao.nn.quantized.ConvTranspose3d torch.nn.quantized.ConvTranspose3d
  torch.ao.nn.quantized.modules.dropout.Dropout torch.ao.nn.quantized.Dropout torch.nn.quantized.Dropout
  torch.ao.nn.quantized.modules.embedding_ops.Embedding torch.ao.nn.quantized.Embedding torch.nn.quantized.Embedding
  torch.ao.nn.quantized.modules.embedding_ops.EmbeddingBag torch.ao.nn.quantized.EmbeddingBag torch.nn.quantized.EmbeddingBag
  torch.ao.nn.quantized.modules.functional_modules.FXFloatFunctional torch.ao.nn.quantized.FXFloatFunctional torch.nn.quantized.FXFloatFunctional
  torch.ao.nn.quantized.modules.functional_modules.FloatFunctional torch.ao.nn.quantized.FloatFunctional torch.nn.quantized.FloatFunctional
  torch.ao.nn.quantized.modules.functional_modules.QFunctional torch.ao.nn.quantized.QFunctional torch.nn.quantized.QFunctional
  torch.ao.nn.quantized.modules.linear.Linear torch.ao.nn.quantized.Linear torch.nn.quantized.Linear
  torch.ao.nn.quantized.modules.normalization.GroupNorm torch.ao.nn.quantized.GroupNorm torch.nn.quantized.GroupNorm
  torch.ao.nn.quantized.modules.normalization.InstanceNorm1d torch.ao.nn.quantized.InstanceNorm1d torch.nn.quantized.InstanceNorm1d
  torch.ao.nn.quantized.modules.normalization.InstanceNorm2d torch.ao.nn.quantized.InstanceNorm2d torch.nn.quantized.InstanceNorm2d
  torch.ao.nn.quantized.modules.normalization.InstanceNorm3d torch.ao.nn.quantized.InstanceNorm3d torch.nn.quantized.InstanceNorm3d
  torch.ao.nn.quantized.modules.normalization.LayerNorm torch.ao.nn.quantized.LayerNorm torch.nn.quantized.LayerNorm
  torch.ao.nn.quantized.modules.rnn.LSTM torch.ao.nn.quantized.LSTM torch.nn.quantized.LSTM
  torch.avg_pool1d torch.nn.functional.avg_pool1d
  torch.bilinear torch.nn.functional.bilinear
  torch.celu_ torch.nn.functional.celu_
  torch.channel_shuffle torch.nn.functional.channel_shuffle
  torch.conv1d torch.nn.functional.conv1d
  torch.conv2d torch.nn.functional.conv2d
  torch.conv3d torch.nn.functional.conv3d
  torch.conv_tbc torch.nn.functional.conv_tbc
  torch.conv_transpose1d torch.nn.functional.conv_transpose1d
  torch.conv_transpose2d torch.nn.functional.conv_transpose2d
  torch.conv_transpose3d torch.nn.functional.conv_transpose3d
  torch.cosine_similarity torch.nn.functional.cosine_similarity
  torch.func.vmap torch.vmap
  torch.functional.atleast_1d torch.atleast_1d
  torch.functional.atleast_2d torch.atleast_2d
  torch.functional.atleast_3d torch.atleast_3d
  torch.functional.block_diag torch.block_diag
  torch.functional.broadcast_shapes torch.broadcast_shapes
  torch.functional.broadcast_tensors torch.broadcast_tensors
  torch.functional.cartesian_prod torch.cartesian_prod
  torch.functional.cdist torch.cdist
  torch.functional.chain_matmul torch.chain_matmul
  torch.functional.einsum torch.einsum
  torch.functional.lu torch.lu
  torch.functional.meshgrid torch.meshgrid
  torch.functional.norm torch.norm
  torch.functional.split torch.split
  torch.functional.stft torch.stft
  torch.functional.tensordot torch.tensordot
  torch.functional.unique torch.unique
  torch.functional.unique_consecutive torch.unique_consecutive
  torch.functional.unravel_index torch.unravel_index
  torch.hardshrink torch.nn.functional.hardshrink
  torch.native_channel_shuffle torch.nn.functional.native_channel_shuffle
  torch.nn.functional._threshold torch.nn.functional.threshold
  torch.nn.modules.activation.CELU torch.nn.CELU
  torch.nn.modules.activation.ELU torch.nn.ELU
  torch.nn.modules.activation.GELU torch.nn.GELU
  torch.nn.modules.activation.GLU torch.nn.GLU
  torch.nn.modules.activation.Hardshrink torch.nn.Hardshrink
  torch.nn.modules.activation.Hardsigmoid torch.nn.Hardsigmoid
  torch.nn.modules.activation.Hardswish torch.nn.Hardswish
  torch.nn.modules.activation.Hardtanh torch.nn.Hardtanh
  torch.nn.modules.activation.LeakyReLU torch.nn.LeakyReLU
  torch.nn.modules.activation.LogSigmoid torch.nn.LogSigmoid
  torch.nn.modules.activation.LogSoftmax torch.nn.LogSoftmax
  torch.nn.modules.activation.Mish torch.nn.Mish
  torch.nn.modules.activation.MultiheadAttention torch.nn.MultiheadAttention
  torch.nn.modules.activation.PReLU torch.nn.PReLU
  torch.nn.modules.activation.RReLU torch.nn.RReLU
  torch.nn.modules.activation.ReLU torch.nn.ReLU
  torch.nn.modules.activation.ReLU6 torch.nn.ReLU6
  torch.nn.modules.activation.SELU torch.nn.SELU
  torch.nn.modules.activation.SiLU torch.nn.SiLU
  torch.nn.modules.activation.Sigmoid torch.nn.Sigmoid
  torch.nn.modules.activation.Softmax torch.nn.Softmax
  torch.nn.modules.activation.Softmax2d torch.nn.Softmax2d
  torch.nn.modules.activation.Softmin torch.nn.Softmin
  torch.nn.modules.activation.Softplus torch.nn.Softplus
  torch.nn.modules.activation.Softshrink torch.nn.Softshrink
  torch.nn.modules.activation.Softsign torch.nn.Softsign
  torch.nn.modules.activation.Tanh torch.nn.Tanh
  torch.nn.modules.activation.Tanhshrink torch.nn.Tanhshrink
  torch.nn.modules.activation.Threshold torch.nn.Threshold
  torch.nn.modules.adaptive.AdaptiveLogSoftmaxWithLoss torch.nn.AdaptiveLogSoftmaxWithLoss
  torch.nn.modules.batchnorm.BatchNorm1d torch.nn.BatchNorm1d
  torch.nn.modules.batchnorm.BatchNorm2d torch.nn.BatchNorm2d
  torch.nn.modules.batchnorm.BatchNorm3d torch.nn.BatchNorm3d
  torch.nn.modules.batchnorm.LazyBatchNorm1d torch.nn.LazyBatchNorm1d
  torch.nn.modules.batchnorm.LazyBatchNorm2d torch.nn.LazyBatchNorm2d
  torch.nn.modules.batchnorm.LazyBatchNorm3d torch.nn.LazyBatchNorm3d
  torch.nn.modules.batchnorm.SyncBatchNorm torch.nn.SyncBatchNorm
  torch.nn.modules.channelshuffle.ChannelShuffle torch.nn.ChannelShuffle
  torch.nn.modules.container.Container torch.nn.Container
  torch.nn.modules.container.ModuleDict torch.nn.ModuleDict
  torch.nn.modules.container.ModuleList torch.nn.ModuleList
  torch.nn.modules.container.ParameterDict torch.nn.ParameterDict
  torch.nn.modules.container.ParameterList torch.nn.ParameterList
  torch.nn.modules.container.Sequential torch.nn.Sequential
  torch.nn.modules.conv.Conv1d torch.nn.Conv1d
  torch.nn.modules.conv.Conv2d torch.nn.Conv2d
  torch.nn.modules.conv.Conv3d torch.nn.Conv3d
  torch.nn.modules.conv.ConvTranspose1d torch.nn.ConvTranspose1d
  torch.nn.modules.conv.ConvTranspose2d torch.nn.ConvTranspose2d
  torch.nn.modules.conv.ConvTranspose3d torch.nn.ConvTranspose3d
  torch.nn.modules.conv.LazyConv1d torch.nn.LazyConv1d
  torch.nn.modules.conv.LazyConv2d torch.nn.LazyConv2d
  torch.nn.modules.conv.LazyConv3d torch.nn.LazyConv3d
  torch.nn.modules.conv.LazyConvTranspose1d torch.nn.LazyConvTranspose1d
  torch.nn.modules.conv.LazyConvTranspose2d torch.nn.LazyConvTranspose2d
  torch.nn.modules.conv.LazyConvTranspose3d torch.nn.LazyConvTranspose3d
  torch.nn.modules.distance.CosineSimilarity torch.nn.CosineSimilarity
  torch.nn.modules.distance.PairwiseDistance torch.nn.PairwiseDistance
  torch.nn.modules.dropout.AlphaDropout torch.nn.AlphaDropout
  torch.nn.modules.dropout.Dropout torch.nn.Dropout
  torch.nn.modules.dropout.Dropout1d torch.nn.Dropout1d
  torch.nn.modules.dropout.Dropout2d torch.nn.Dropout2d
  torch.nn.modules.dropout.Dropout3d torch.nn.Dropout3d
  torch.nn.modules.dropout.FeatureAlphaDropout torch.nn.FeatureAlphaDropout
  torch.nn.modules.flatten.Flatten torch.nn.Flatten
  torch.nn.modules.flatten.Unflatten torch.nn.Unflatten
  torch.nn.modules.fold.Fold torch.nn.Fold
  torch.nn.modules.fold.Unfold torch.nn.Unfold
  torch.nn.modules.instancenorm.InstanceNorm1d torch.nn.InstanceNorm1d
  torch.nn.modules.instancenorm.InstanceNorm2d torch.nn.InstanceNorm2d
  torch.nn.modules.instancenorm.InstanceNorm3d torch.nn.InstanceNorm3d
  torch.nn.modules.instancenorm.LazyInstanceNorm1d torch.nn.LazyInstanceNorm1d
  torch.nn.modules.instancenorm.LazyInstanceNorm2d torch.nn.LazyInstanceNorm2d
  torch.nn.modules.instancenorm.LazyInstanceNorm3d torch.nn.LazyInstanceNorm3d
  torch.nn.modules.linear.Bilinear torch.nn.Bilinear
  torch.nn.modules.linear.Identity torch.nn.Identity
  torch.nn.modules.linear.LazyLinear torch.nn.LazyLinear
  torch.nn.modules.linear.Linear torch.nn.Linear
  torch.nn.modules.loss.BCELoss torch.nn.BCELoss
  torch.nn.modules.loss.BCEWithLogitsLoss torch.nn.BCEWithLogitsLoss
  torch.nn.modules.loss.CTCLoss torch.nn.CTCLoss
  torch.nn.modules.loss.CosineEmbeddingLoss torch.nn.CosineEmbeddingLoss
  torch.nn.modules.loss.CrossEntropyLoss torch.nn.CrossEntropyLoss
  torch.nn.modules.loss.GaussianNLLLoss torch.nn.GaussianNLLLoss
  torch.nn.modules.loss.HingeEmbeddingLoss torch.nn.HingeEmbeddingLoss
  torch.nn.modules.loss.HuberLoss torch.nn.HuberLoss
  torch.nn.modules.loss.KLDivLoss torch.nn.KLDivLoss
  torch.nn.modules.loss.L1Loss torch.nn.L1Loss
  torch.nn.modules.loss.LinearCrossEntropyLoss torch.nn.LinearCrossEntropyLoss
  torch.nn.modules.loss.MSELoss torch.nn.MSELoss
  torch.nn.modules.loss.MarginRankingLoss torch.nn.MarginRankingLoss
  torch.nn.modules.loss.MultiLabelMarginLoss torch.nn.MultiLabelMarginLoss
  torch.nn.modules.loss.MultiLabelSoftMarginLoss torch.nn.MultiLabelSoftMarginLoss
  torch.nn.modules.loss.MultiMarginLoss torch.nn.MultiMarginLoss
  torch.nn.modules.loss.NLLLoss torch.nn.NLLLoss
  torch.nn.modules.loss.NLLLoss2d torch.nn.NLLLoss2d
  torch.nn.modules.loss.PoissonNLLLoss torch.nn.PoissonNLLLoss
  torch.nn.modules.loss.SmoothL1Loss torch.nn.SmoothL1Loss
  torch.nn.modules.loss.SoftMarginLoss torch.nn.SoftMarginLoss
  torch.nn.modules.loss.TripletMarginLoss torch.nn.TripletMarginLoss
  torch.nn.modules.loss.TripletMarginWithDistanceLoss torch.nn.TripletMarginWithDistanceLoss
  torch.nn.modules.module.Module torch.nn.Module
  torch.nn.modules.normalization.CrossMapLRN2d torch.nn.CrossMapLRN2d
  torch.nn.modules.normalization.GroupNorm torch.nn.GroupNorm
  torch.nn.modules.normalization.LayerNorm torch.nn.LayerNorm
  torch.nn.modules.normalization.LocalResponseNorm torch.nn.LocalResponseNorm
  torch.nn.modules.normalization.RMSNorm torch.nn.RMSNorm
  torch.nn.modules.padding.CircularPad1d torch.nn.CircularPad1d
  torch.nn.modules.padding.CircularPad2d torch.nn.CircularPad2d
  torch.nn.modules.padding.CircularPad3d torch.nn.CircularPad3d
  torch.nn.modules.padding.ConstantPad1d torch.nn.ConstantPad1d
  torch.nn.modules.padding.ConstantPad2d torch.nn.ConstantPad2d
  torch.nn.modules.padding.ConstantPad3d torch.nn.ConstantPad3d
  torch.nn.modules.padding.ReflectionPad1d torch.nn.ReflectionPad1d
  torch.nn.modules.padding.ReflectionPad2d torch.nn.ReflectionPad2d
  torch.nn.modules.padding.ReflectionPad3d torch.nn.ReflectionPad3d
  torch.nn.modules.padding.ReplicationPad1d torch.nn.ReplicationPad1d
  torch.nn.modules.padding.ReplicationPad2d torch.nn.ReplicationPad2d
  torch.nn.modules.padding.ReplicationPad3d torch.nn.ReplicationPad3d
  torch.nn.modules.padding.ZeroPad1d torch.nn.ZeroPad1d
  torch.nn.modules.padding.ZeroPad2d torch.nn.ZeroPad2d
  torch.nn.modules.padding.ZeroPad3d torch.nn.ZeroPad3d
  torch.nn.modules.pixelshuffle.PixelShuffle torch.nn.PixelShuffle
  torch.nn.modules.pixelshuffle.PixelUnshuffle torch.nn.PixelUnshuffle
  torch.nn.modules.pooling.AdaptiveAvgPool1d torch.nn.AdaptiveAvgPool1d
  torch.nn.modules.pooling.AdaptiveAvgPool2d torch.nn.AdaptiveAvgPool2d
  torch.nn.modules.pooling.AdaptiveAvgPool3d torch.nn.AdaptiveAvgPool3d
  torch.nn.modules.pooling.AdaptiveMaxPool1d torch.nn.AdaptiveMaxPool1d
  torch.nn.modules.pooling.AdaptiveMaxPool2d torch.nn.AdaptiveMaxPool2d
  torch.nn.modules.pooling.AdaptiveMaxPool3d torch.nn.AdaptiveMaxPool3d
  torch.nn.modules.pooling.AvgPool1d torch.nn.AvgPool1d
  torch.nn.modules.pooling.AvgPool2d torch.nn.AvgPool2d
  torch.nn.modules.pooling.AvgPool3d torch.nn.AvgPool3d
  torch.nn.modules.pooling.FractionalMaxPool2d torch.nn.FractionalMaxPool2d
  torch.nn.modules.pooling.FractionalMaxPool3d torch.nn.FractionalMaxPool3d
  torch.nn.modules.pooling.LPPool1d torch.nn.LPPool1d
  torch.nn.modules.pooling.LPPool2d torch.nn.LPPool2d
  torch.nn.modules.pooling.LPPool3d torch.nn.LPPool3d
  torch.nn.modules.pooling.MaxPool1d torch.nn.MaxPool1d
  torch.nn.modules.pooling.MaxPool2d torch.ao.nn.quantized.MaxPool2d torch.nn.MaxPool2d torch.nn.quantized.MaxPool2d
  torch.nn.modules.pooling.MaxPool3d torch.nn.MaxPool3d
  torch.nn.modules.pooling.MaxUnpool1d torch.nn.MaxUnpool1d
  torch.nn.modules.pooling.MaxUnpool2d torch.nn.MaxUnpool2d
  torch.nn.modules.pooling.MaxUnpool3d torch.nn.MaxUnpool3d
  torch.nn.modules.rnn.GRU torch.nn.GRU
  torch.nn.modules.rnn.GRUCell torch.nn.GRUCell
  torch.nn.modules.rnn.LSTM torch.nn.LSTM
  torch.nn.modules.rnn.LSTMCell torch.nn.LSTMCell
  torch.nn.modules.rnn.RNN torch.nn.RNN
  torch.nn.modules.rnn.RNNBase torch.nn.RNNBase
  torch.nn.modules.rnn.RNNCell torch.nn.RNNCell
  torch.nn.modules.rnn.RNNCellBase torch.nn.RNNCellBase
  torch.nn.modules.sparse.Embedding torch.nn.Embedding
  torch.nn.modules.sparse.EmbeddingBag torch.nn.EmbeddingBag
  torch.nn.modules.transformer.Transformer torch.nn.Transformer
  torch.nn.modules.transformer.TransformerDecoder torch.nn.TransformerDecoder
  torch.nn.modules.transformer.TransformerDecoderLayer torch.nn.TransformerDecoderLayer
  torch.nn.modules.transformer.TransformerEncoder torch.nn.TransformerEncoder
  torch.nn.modules.transformer.TransformerEncoderLayer torch.nn.TransformerEncoderLayer
  torch.nn.modules.upsampling.Upsample torch.nn.Upsample
  torch.nn.modules.upsampling.UpsamplingBilinear2d torch.nn.UpsamplingBilinear2d
  torch.nn.modules.upsampling.UpsamplingNearest2d torch.nn.UpsamplingNearest2d
  torch.nn.parallel.data_parallel.DataParallel torch.nn.DataParallel
  torch.overrides.handle_torch_function torch.nn.functional.handle_torch_function
  torch.pairwise_distance torch.nn.functional.pairwise_distance
  torch.pdist torch.nn.functional.pdist
  torch.pixel_shuffle torch.nn.functional.pixel_shuffle
  torch.pixel_unshuffle torch.nn.functional.pixel_unshuffle
  torch.prelu torch.nn.functional.prelu
  torch.random.get_rng_state torch.get_rng_state
  torch.random.initial_seed torch.initial_seed
  torch.random.manual_seed torch.manual_seed
  torch.random.seed torch.seed
  torch.random.set_rng_state torch.set_rng_state
  torch.random.thread_safe_generator torch.thread_safe_generator
  torch.relu_ torch.nn.functional.relu_
  torch.rrelu_ torch.nn.functional.rrelu_
  torch.selu_ torch.nn.functional.selu_
  torch.serialization.load torch.load
  torch.serialization.save torch.save
  torch.threshold_ torch.nn.functional.threshold_
  torch.utils.dlpack.from_dlpack torch.from_dlpack
  """#
